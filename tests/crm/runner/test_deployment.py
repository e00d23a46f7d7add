"""The container files say what they must. There is no container engine here: the files are read, not run."""

import re
import subprocess

import pytest
import yaml
from compose_spec import PyCompose

from crm.runner.places import ROOT

IMAGE_FILES = (".dockerignore", "Dockerfile")


@pytest.fixture(scope="module")
def compose():
    """The file with YAML's own merges done, accepted by an implementation of the Compose Specification."""
    data = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    PyCompose.from_yaml(yaml.safe_dump(data)).validate()
    return data


@pytest.fixture(scope="module")
def services(compose):
    return compose["services"]


OURS = ("prepare", "web", "worker", "beat")


def test_every_part_of_wasl_is_there(services):
    assert set(services) == {"postgres", "valkey", "proxy", *OURS}


def test_the_specification_is_really_asked():
    with pytest.raises(ValueError, match="nonsense"):
        PyCompose.from_yaml("services: {web: {image: wasl, nonsense: 1}}")


@pytest.mark.parametrize("name", OURS)
def test_our_own_services_have_no_rights_to_spare(services, name):
    service = services[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


@pytest.mark.parametrize("name", ("web", "worker", "beat"))
def test_nothing_starts_before_the_database_is_migrated(services, name):
    assert services[name]["depends_on"]["prepare"] == {"condition": "service_completed_successfully"}


def test_only_the_proxy_is_reachable_from_outside(compose, services):
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]
    assert compose["networks"]["inside"] == {"internal": True}
    assert services["postgres"]["networks"] == services["valkey"]["networks"] == ["inside"]


def test_what_outlives_a_container_has_a_volume(compose, services):
    mounted = {volume.partition(":")[0] for service in services.values() for volume in service.get("volumes", ())}
    assert set(compose["volumes"]) <= mounted


def test_mounted_files_exist(services):
    for service in services.values():
        for volume in service.get("volumes", ()):
            source = volume.partition(":")[0]
            assert not source.startswith("./") or (ROOT / source).is_file(), source


def test_secrets_are_asked_for_and_nowhere_written_down(services):
    environment = services["web"]["environment"]
    assert environment["SECRET_KEY"].startswith("${SECRET_KEY:?")
    assert "${DATABASE_PASSWORD:?" in environment["DATABASE_URL"]
    assert services["postgres"]["environment"]["POSTGRES_PASSWORD"] == "${DATABASE_PASSWORD:?}"


def test_every_variable_is_explained(services):
    guide = (ROOT / "docs" / "operations.md").read_text()
    named = set(re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text()))
    assert sorted(name for name in named if f"`{name}`" not in guide) == []


def test_the_database_sorts_and_searches_as_the_embedded_one_does(services):
    assert "--locale=C.UTF-8" in services["postgres"]["environment"]["POSTGRES_INITDB_ARGS"]
    assert services["postgres"]["image"].startswith("postgres:18")


def test_the_image_copies_what_exists_and_runs_as_nobody_special():
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    copied = [
        word for line in lines if line.startswith("COPY ") and "--from" not in line for word in line.split()[1:-1]
    ]
    assert copied
    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert "USER wasl" in lines
    assert sum("--require-hashes" in line for line in lines) == 2


def test_nothing_private_goes_into_the_image():
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert {".git", ".env", "var", ".venv", "node_modules"} <= set(ignored)


def test_the_database_script_is_sound():
    subprocess.run(["bash", "-n", ROOT / "deploy" / "postgres.sh"], check=True)
    assert (ROOT / "deploy" / "postgres.sh").stat().st_mode & 0o111


LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-uv.lock", "requirements-node.lock")


@pytest.mark.parametrize("name", LOCKS)
def test_python_locks_are_hashed_and_name_no_host(name):
    text = (ROOT / name).read_text()
    assert "://" not in text
    packages = re.findall(r"^[a-z0-9].*==.*\\$", text, re.MULTILINE)
    assert packages
    assert text.count("--hash=sha256:") >= len(packages)


def test_the_node_lock_is_hashed_and_names_no_host():
    text = (ROOT / "package-lock.json").read_text()
    assert '"resolved"' not in text
    assert '"integrity"' in text
    assert "omit-lockfile-registry-resolved=true" in (ROOT / ".npmrc").read_text()
