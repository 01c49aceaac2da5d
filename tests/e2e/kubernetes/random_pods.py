"""Pods that are right, nearly right and wrong, over every field that the Pod Security Standards look at."""

from typing import Any

from hypothesis import strategies as st

__all__ = ["contexts", "nearly_right", "pods"]

Fields = dict[str, list[Any]]

_PROFILES: list[Any] = [
    {"type": "RuntimeDefault"},
    {"type": "Localhost", "localhostProfile": "profiles/web"},
    {"type": "Unconfined"},
]
_SELINUX: list[Any] = [
    {"type": kind} for kind in ("container_t", "container_init_t", "container_kvm_t", "container_engine_t", "spc_t", "")
] + [{"level": "s0:c1"}, {"user": "system_u"}, {"type": "container_t", "role": "sysadm_r"}]
_SYSCTLS = (
    "kernel.shm_rmid_forced", "kernel.msgmax", "net.ipv4.ip_local_port_range", "net.ipv4.ip_local_reserved_ports",
    "net.ipv4.ip_unprivileged_port_start", "net.ipv4.ping_group_range", "net.ipv4.tcp_syncookies",
    "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_intvl", "net.ipv4.tcp_keepalive_probes",
    "net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem", "net.ipv4.tcp_notsent_lowat",
    "net.ipv4.tcp_slow_start_after_idle", "net.core.somaxconn",
)  # fmt: skip
_USERS: Fields = {"runAsNonRoot": [True, False], "runAsUser": [0, 1, 10_001]}
_BOTH: Fields = {
    **_USERS,
    "seccompProfile": _PROFILES,
    "appArmorProfile": _PROFILES,
    "seLinuxOptions": _SELINUX,
    "windowsOptions": [{"hostProcess": True}, {"hostProcess": False}],
}
_OF_POD: Fields = {
    **_BOTH,
    "sysctls": [[{"name": name, "value": "1"}] for name in _SYSCTLS],
    "fsGroup": [0],
    "supplementalGroups": [[0]],
}
_OF_CONTAINER: Fields = {
    **_BOTH,
    "allowPrivilegeEscalation": [True, False],
    "privileged": [True, False],
    "procMount": ["Default", "Unmasked"],
    "readOnlyRootFilesystem": [False],
    "capabilities": [
        {}, {"drop": []}, {"drop": ["ALL"]}, {"drop": ["all"]}, {"drop": ["NET_RAW", "ALL"]}, {"drop": ["NET_RAW"]},
        {"drop": ["ALL"], "add": ["NET_BIND_SERVICE"]}, {"drop": ["ALL"], "add": ["CHOWN"]},
        {"drop": ["ALL"], "add": ["NET_RAW"]}, {"add": ["SYS_TIME"]}, {"add": ["ALL"]},
    ],
}  # fmt: skip
_VOLUMES: list[dict[str, Any]] = [
    {}, {"awsElasticBlockStore": {"volumeID": "v"}}, {"azureDisk": {"diskName": "d", "diskURI": "u"}},
    {"azureFile": {"secretName": "s", "shareName": "h"}}, {"cephfs": {"monitors": ["m"]}},
    {"cinder": {"volumeID": "v"}}, {"configMap": {"name": "c"}}, {"csi": {"driver": "csi.example.com"}},
    {"downwardAPI": {"items": []}}, {"emptyDir": {}}, {"emptyDir": {"medium": "Memory"}},
    {"ephemeral": {"volumeClaimTemplate": {"spec": {
        "accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}}}},
    {"fc": {"targetWWNs": ["w"], "lun": 0}}, {"flexVolume": {"driver": "example.com/flex"}},
    {"flocker": {"datasetName": "d"}}, {"gcePersistentDisk": {"pdName": "d"}},
    {"gitRepo": {"repository": "https://example.com/x.git"}}, {"glusterfs": {"endpoints": "e", "path": "p"}},
    {"hostPath": {"path": "/var/log"}}, {"image": {"reference": "registry.example.com/files:1"}},
    {"iscsi": {"targetPortal": "192.0.2.1", "iqn": "iqn.2001-04.com.example:storage", "lun": 0}},
    {"nfs": {"server": "nfs.example.com", "path": "/"}}, {"persistentVolumeClaim": {"claimName": "c"}},
    {"photonPersistentDisk": {"pdID": "d"}}, {"portworxVolume": {"volumeID": "v"}}, {"projected": {"sources": []}},
    {"quobyte": {"registry": "r:1", "volume": "v"}}, {"rbd": {"monitors": ["m"], "image": "i"}},
    {"scaleIO": {"gateway": "g", "system": "s", "volumeName": "v", "secretRef": {"name": "s"}}},
    {"secret": {"secretName": "s"}}, {"storageos": {"volumeName": "v"}}, {"vsphereVolume": {"volumePath": "p"}},
]  # fmt: skip
_SPEC: Fields = {
    "hostNetwork": [True, False],
    "hostPID": [True, False],
    "hostIPC": [True, False],
    "hostUsers": [True, False],
    "volumes": [[{"name": "v", **source}] for source in _VOLUMES],
}
_ACTIONS: list[Any] = [
    {"httpGet": {"path": "/", "port": 80}},
    {"httpGet": {"path": "/", "port": 80, "host": "10.0.0.1"}},
    {"tcpSocket": {"port": 80, "host": "localhost"}},
    {"tcpSocket": {"port": 80}},
]
_CONTAINER: Fields = {
    "ports": [[{"containerPort": 80, "hostPort": port}] for port in (0, 80)],
    **dict.fromkeys(("livenessProbe", "readinessProbe", "startupProbe"), _ACTIONS),
    "lifecycle": [{hook: action} for hook in ("preStop", "postStart") for action in _ACTIONS],
}
_APPARMOR = "container.apparmor.security.beta.kubernetes.io/main"
_ANNOTATIONS: Fields = {
    _APPARMOR: ["runtime/default", "localhost/web", "unconfined", ""],
    "seccomp.security.alpha.kubernetes.io/pod": ["unconfined"],  # nobody has read this since 1.27
}
_GOOD = {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}}
_GOOD_POD = {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}}
_NOTHING = object()
_PLACES = [
    ("annotations", _ANNOTATIONS), ("spec", _SPEC), ("pod", _OF_POD), ("main", _CONTAINER), ("init", _CONTAINER),
    ("main context", _OF_CONTAINER), ("init context", _OF_CONTAINER), ("other context", _OF_CONTAINER),
]  # fmt: skip
_FIELDS = [[{place: {key: value}} for value in values] for place, fields in _PLACES for key, values in fields.items()]
_ESCALATES = [True, _NOTHING]
_TOGETHER: list[list[dict[str, dict[str, Any]]]] = [
    [{"main context": {"privileged": True, "allowPrivilegeEscalation": value}} for value in _ESCALATES],
    [{"init context": {"privileged": True, "allowPrivilegeEscalation": value}} for value in _ESCALATES],
    [{"main context": {"procMount": "Unmasked"}, "spec": {"hostUsers": False}}],
    [{"pod": {key: value}, "spec": {"hostUsers": False}} for key, values in _USERS.items() for value in values],
    [{"pod": {"windowsOptions": {"hostProcess": True}}, "spec": {"hostNetwork": True, "os": {"name": "windows"}}}],
    [{"pod": {"seccompProfile": _NOTHING}}, {"main context": {"capabilities": _NOTHING}}],
    [{"pod": {"runAsNonRoot": _NOTHING}}, {"other context": {"allowPrivilegeEscalation": _NOTHING}}],
]
"""What the server takes only together, and what is taken away."""


@st.composite
def pods(draw: st.DrawFn) -> dict[str, Any]:
    """A pod that is right, says nothing, or is for Windows; then some fields are set or taken away."""
    start = draw(st.sampled_from(["good", "good", "good", "careless", "windows", "by container"]))
    parts = _parts(start)
    kinds = st.one_of(st.sampled_from(_FIELDS), st.sampled_from(_TOGETHER))
    for changes in draw(st.lists(kinds, min_size=1, max_size=4)):
        parts = _changed(parts, draw(st.sampled_from(changes)))
    return _assembled(parts)


def nearly_right() -> list[dict[str, Any]]:
    """Pods that are right but for one thing: every value of every field, one after the other."""
    return [_assembled(_changed(_parts("good"), change)) for kind in (*_FIELDS, *_TOGETHER) for change in kind]


@st.composite
def contexts(draw: st.DrawFn) -> dict[str, Any]:
    """The security context of one more container."""
    fields = {**draw(st.sampled_from([_GOOD, _GOOD, {}]))}
    for key in draw(st.lists(st.sampled_from(sorted(_OF_CONTAINER)), max_size=2)):
        fields[key] = draw(st.sampled_from(_OF_CONTAINER[key]))
    return fields


def _parts(start: str) -> dict[str, dict[str, Any]]:
    parts: dict[str, dict[str, Any]] = {place: {} for place, _ in _PLACES}
    for name in ("main", "init", "other"):
        parts[f"{name} context"] = {} if start in ("careless", "windows") else dict(_GOOD)
        if start == "by container":
            parts[f"{name} context"].update(_GOOD_POD)
    if start == "good":
        parts["pod"] = dict(_GOOD_POD)
    elif start == "windows":
        parts["pod"] = {"runAsNonRoot": True}
        parts["spec"] = {"os": {"name": "windows"}}
    return parts


def _changed(parts: dict[str, dict[str, Any]], change: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    changed = dict(parts)
    for place, fields in change.items():
        changed[place] = {key: each for key, each in {**parts[place], **fields}.items() if each is not _NOTHING}
    return changed


def _assembled(parts: dict[str, dict[str, Any]]) -> dict[str, Any]:
    def container(name: str, **more: Any) -> dict[str, Any]:
        context = parts[f"{name} context"]
        security = {"securityContext": context} if context else {}
        return {"name": name, "image": "registry.example.com/web:1", **security, **parts.get(name, {}), **more}

    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": "web", "annotations": parts["annotations"]},
        "spec": {
            "initContainers": [container("init", restartPolicy="Always")],  # only such a one may have probes
            "containers": [container("main"), container("other")],
            "securityContext": parts["pod"],
            **parts["spec"],
        },
    }
