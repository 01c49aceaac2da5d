"""The fields that Kubernetes knows, where people misspell and misplace them most.

Source: API types of Kubernetes 1.37; a test holds them against a real server's OpenAPI document.
"""

from __future__ import annotations

__all__ = ["PARTS", "SPECS"]

_PARTS = {
    "pod": """
        activeDeadlineSeconds affinity automountServiceAccountToken containers dnsConfig dnsPolicy
        enableServiceLinks ephemeralContainers evictionResponders hostAliases hostIPC hostNetwork hostPID
        hostUsers hostname hostnameOverride imagePullSecrets initContainers nodeName nodeSelector os overhead
        preemptionPolicy priority priorityClassName readinessGates resourceClaims resources restartPolicy
        runtimeClassName schedulerName schedulingGates schedulingGroup securityContext serviceAccount
        serviceAccountName setHostnameAsFQDN shareProcessNamespace subdomain terminationGracePeriodSeconds
        tolerations topologySpreadConstraints volumes
    """,
    "pod context": """
        appArmorProfile fsGroup fsGroupChangePolicy runAsGroup runAsNonRoot runAsUser seLinuxChangePolicy
        seLinuxOptions seccompProfile supplementalGroups supplementalGroupsPolicy sysctls windowsOptions
    """,
    "container": """
        args command env envFrom image imagePullPolicy lifecycle livenessProbe name ports readinessProbe
        resizePolicy resources restartPolicy restartPolicyRules securityContext startupProbe stdin stdinOnce
        targetContainerName terminationMessagePath terminationMessagePolicy tty volumeDevices volumeMounts
        workingDir
    """,
    "container context": """
        allowPrivilegeEscalation appArmorProfile capabilities privileged procMount readOnlyRootFilesystem
        runAsGroup runAsNonRoot runAsUser seLinuxOptions seccompProfile windowsOptions
    """,
    "capabilities": """
        add drop
    """,
    "probe": """
        exec failureThreshold grpc httpGet initialDelaySeconds periodSeconds successThreshold tcpSocket
        terminationGracePeriodSeconds timeoutSeconds
    """,
    "resources": """
        claims limits requests
    """,
    "mount": """
        bindMountOptions mountPath mountPropagation name readOnly recursiveReadOnly subPath subPathExpr
    """,
    "variable": """
        name value valueFrom
    """,
    "port": """
        containerPort hostIP hostPort name protocol
    """,
    "volume": """
        awsElasticBlockStore azureDisk azureFile cephfs cinder configMap csi downwardAPI emptyDir ephemeral fc
        flexVolume flocker gcePersistentDisk gitRepo glusterfs hostPath image iscsi name nfs
        persistentVolumeClaim photonPersistentDisk portworxVolume projected quobyte rbd scaleIO secret
        storageos vsphereVolume
    """,
}
_SPECS = {
    ("apps/v1", "Deployment"): """
        minReadySeconds paused progressDeadlineSeconds replicas revisionHistoryLimit selector strategy
        template
    """,
    ("apps/v1", "StatefulSet"): """
        minReadySeconds ordinals persistentVolumeClaimRetentionPolicy podManagementPolicy replicas
        revisionHistoryLimit selector serviceName template updateStrategy volumeClaimTemplates
    """,
    ("apps/v1", "DaemonSet"): """
        minReadySeconds revisionHistoryLimit selector template updateStrategy
    """,
    ("batch/v1", "Job"): """
        activeDeadlineSeconds backoffLimit backoffLimitPerIndex completionMode completions managedBy
        manualSelector maxFailedIndexes parallelism podFailurePolicy podReplacementPolicy scheduling selector
        successPolicy suspend template ttlSecondsAfterFinished
    """,
    ("batch/v1", "CronJob"): """
        concurrencyPolicy failedJobsHistoryLimit jobTemplate schedule startingDeadlineSeconds
        successfulJobsHistoryLimit suspend timeZone
    """,
    ("v1", "Service"): """
        allocateLoadBalancerNodePorts clusterIP clusterIPs externalIPs externalName externalTrafficPolicy
        healthCheckNodePort internalTrafficPolicy ipFamilies ipFamilyPolicy loadBalancerClass loadBalancerIP
        loadBalancerSourceRanges ports publishNotReadyAddresses selector sessionAffinity sessionAffinityConfig
        trafficDistribution type
    """,
    ("policy/v1", "PodDisruptionBudget"): """
        maxUnavailable minAvailable selector unhealthyPodEvictionPolicy
    """,
    ("autoscaling/v2", "HorizontalPodAutoscaler"): """
        behavior maxReplicas metrics minReplicas scaleTargetRef
    """,
    ("networking.k8s.io/v1", "NetworkPolicy"): """
        egress ingress podSelector policyTypes
    """,
    ("networking.k8s.io/v1", "Ingress"): """
        defaultBackend ingressClassName rules tls
    """,
    ("v1", "PersistentVolumeClaim"): """
        accessModes dataSource dataSourceRef resources selector storageClassName volumeAttributesClassName
        volumeMode volumeName
    """,
}

PARTS = {name: frozenset(fields.split()) for name, fields in _PARTS.items()}
"""Fields of the parts of a pod, by what we call the part."""

SPECS = {kind: frozenset(fields.split()) for kind, fields in _SPECS.items()}
"""Fields of a `spec`, by API version and kind."""
