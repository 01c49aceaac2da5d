"""Host names against certificates: our own answer, and that of a TLS handshake.

The client is Python's, which leaves the question to OpenSSL, as most clients of a server do. Both ends live in this
process and talk through memory. Disagreements: none, once the host is written as a client writes it (ADR 0060).
"""

from __future__ import annotations

import datetime
import random
import ssl
from collections.abc import Iterator
from functools import cache
from ipaddress import ip_address
from pathlib import Path

import idna
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from kgc_constructs.checks.model.host_names import Certified, Hosts, address_of, ascii_name

SEED, SETS, HOSTS = 6, 60, 14
OTHER_NAME = (62, 64)  # X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH
KEY = ec.generate_private_key(ec.SECP256R1())
LABELS = ("a", "api", "www", "a_b", "-a", "a-", "k8s", "a-b", "1", "xn--bcher-kva", "API", "bücher", "straße")
DOMAINS = ("example.com", "example.org", "com", "kgc.example.com", "xn--mnchen-3ya.example.com", "日本.example.com")
STARS = ("*", "w*", "*w", "w*w", "**", "xn--*")
ADDRESSES = ("10.1.2.3", "10.1.2.4", "2001:db8::1")


def names(some: random.Random) -> list[str]:
    """A few names of one certificate: plain ones, wildcards, and what only looks like one."""
    found = []
    for _ in range(some.randint(1, 3)):
        labels = [some.choice(LABELS) for _ in range(some.randint(0, 2))]
        if some.random() < 0.6:
            labels.insert(
                some.randint(0, len(labels)) if some.random() < 0.2 else 0, some.choice(STARS[: some.choice((1, 6))])
            )
        found.append(".".join([*labels, some.choice(DOMAINS)]) + ("." if some.random() < 0.05 else ""))
    return found


def hosts(some: random.Random, known: list[str]) -> Iterator[str]:
    """Hosts that are near the names: with a label more or less, in another case or script, or an address."""
    for _ in range(HOSTS):
        host = some.choice(known).rstrip(".")
        for star in ("**", "*"):
            host = host.replace(star, some.choice((*LABELS, "")))
        change = some.randint(0, 8)
        label = some.choice(LABELS)
        if change == 0:
            host = f"{label}.{host}"
        elif change == 1:
            host = host.partition(".")[2]
        elif change == 2:
            host = host.upper()
        elif change == 3:
            host = f"{label}.{host.partition('.')[2]}"
        elif change == 4:
            host = f"{host}."
        elif change == 5:
            host = f"x{host}"
        elif change == 6:
            host = some.choice(ADDRESSES)
        yield host


def pairs() -> Iterator[tuple[tuple[str, ...], tuple[str, ...], str]]:
    some = random.Random(SEED)  # noqa: S311  # the same cases each time
    for _ in range(SETS):
        known = names(some)
        addresses = tuple(some.sample(ADDRESSES, some.randint(0, 2)))
        for host in hosts(some, known):
            yield tuple(known), addresses, host


@cache
def certificate(known: tuple[str, ...], addresses: tuple[str, ...]) -> bytes:
    """A certificate for these names, in PEM, with its key."""
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "kgc")])
    now = datetime.datetime.now(datetime.UTC)
    alternative: list[x509.GeneralName] = [x509.DNSName(_in_ascii(each)) for each in known]
    alternative += [x509.IPAddress(ip_address(each)) for each in addresses]
    made = (
        x509.CertificateBuilder(subject, subject, KEY.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(alternative), critical=False)
        .sign(KEY, hashes.SHA256())
    )
    key = KEY.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return made.public_bytes(serialization.Encoding.PEM) + key


def _in_ascii(name: str) -> str:
    return ascii_name(name) + ("." if name.endswith(".") else "")


class Handshakes:
    """Shakes hands in memory; a server for each certificate, its file in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ends: dict[bytes, tuple[ssl.SSLContext, ssl.SSLContext]] = {}

    def succeeds(self, pem: bytes, host: str) -> bool:
        """Whether a client that wants `host` takes the certificate."""
        client, server = self.ends.get(pem) or self.ends.setdefault(pem, self._contexts(pem))
        to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
        answering = server.wrap_bio(to_server, to_client, server_side=True)
        try:
            asking = client.wrap_bio(to_client, to_server, server_hostname=host)
        except ValueError:  # no host at all, such as an empty label
            return False
        waiting = [asking, answering]
        while waiting:
            end = waiting.pop(0)
            try:
                end.do_handshake()
            except ssl.SSLWantReadError:
                waiting.append(end)
            except ssl.SSLCertVerificationError as error:
                if error.verify_code not in OTHER_NAME:
                    raise
                return False
        return True

    def _contexts(self, pem: bytes) -> tuple[ssl.SSLContext, ssl.SSLContext]:
        file = self.folder / f"{len(self.ends)}.pem"
        file.write_bytes(pem)
        server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server.load_cert_chain(file)
        client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        client.load_verify_locations(cadata=pem.decode().partition("-----BEGIN PRIVATE")[0])
        return client, server


def test_our_answer_is_that_of_a_handshake(tmp_path: Path) -> None:
    shaken, compared, disagreed = Handshakes(tmp_path), {True: 0, False: 0}, []
    for known, addresses, host in dict.fromkeys(pairs()):
        taken = shaken.succeeds(certificate(known, addresses), as_a_client_writes_it(host))
        compared[taken] += 1
        if taken != Certified(known, addresses).covers(host):
            disagreed.append((known, addresses, host, taken))
    assert disagreed == []
    assert compared[True] > 150
    assert compared[False] > 300


def as_a_client_writes_it(host: str) -> str:
    """The name that goes into the handshake: in ASCII and without the last dot (RFC 6066, 3)."""
    return host if address_of(host) else ascii_name(host)


IN_SCRIPTS = (
    "bücher.example.com",
    "BÜCHER.example.com",
    "straße.example.com",
    "日本。example\uff0ecom",
    "пример.example",
)


@pytest.mark.parametrize("name", IN_SCRIPTS)
def test_names_of_other_scripts_are_written_as_dns_has_them(name: str) -> None:
    assert ascii_name(name) == idna.encode(name, uts46=True).decode()
    assert Certified([ascii_name(name)]).covers(name)
    assert Certified([name]).covers(ascii_name(name).upper())
    assert Certified([name]).covers(f"{name}.")


@pytest.mark.parametrize("host", ["", ".", "*", ".example.com", "a..example.com", "a_b.example.com", " "])
def test_what_is_no_host_is_not_covered(host: str) -> None:
    assert not Certified(["*.example.com", "*", ""]).covers(host)


def test_a_wildcard_host_is_covered_by_the_same_wildcard_alone() -> None:
    assert Certified(["*.example.com"]).covers("*.Example.com")
    assert not Certified(["a.example.com"]).covers("*.example.com")
    assert not Certified(["*.example.com"]).covers("*.a.example.com")


def test_a_host_uses_the_names_that_cover_it() -> None:
    """`Hosts` asks the other way round, of one name and many hosts."""
    answers = {True: 0, False: 0}
    for known, _, host in dict.fromkeys(pairs()):
        for name in known:
            used = Hosts(["one.two.three.four.example.com", host]).use(name)
            assert used == Certified([name]).covers(host), (name, host)
            answers[used] += 1
    assert min(answers.values()) > 150
