"""Enough pods at any time: drains, rollouts, autoscalers, quotas."""
