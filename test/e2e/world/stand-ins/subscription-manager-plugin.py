# Stands for dnf's plugin of subscription-manager: where an entitlement's certificate lies with its key, the repository of RHEL appears that
# is given to whoever shows it. As the real one does it leaves a container alone, in which links lead to what the host has.
import glob
import os

import dnf

content, authority = "/etc/rhel-content", "/etc/rhsm/ca/redhat-uep.pem"
links = ("/etc/rhsm-host", "/etc/pki/entitlement-host")


class SubscriptionManager(dnf.Plugin):
    name = "subscription-manager"

    def __init__(self, base, cli):
        super().__init__(base, cli)
        if any(map(os.path.lexists, links)) or not os.environ.get("SMDEV_CONTAINER_OFF"):
            return
        for key in glob.glob("/etc/pki/entitlement/*-key.pem"):
            with open(content, encoding="utf-8") as file:
                url = file.read()
            with open("/etc/yum.repos.d/redhat.repo", "w", encoding="utf-8") as file:
                file.write(
                    f"[rhel-9-for-x86_64-appstream-rpms]\nname=RHEL\nbaseurl={url}\nenabled=1\ngpgcheck=0\n"
                    f"sslverify=1\nsslcacert={authority}\nsslclientkey={key}\nsslclientcert={key.replace('-key.pem', '.pem')}\n"
                )
