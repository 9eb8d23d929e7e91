# Runs subscription-manager's own script as `subscription-manager register`, with organisation and activation key from files: the words of
# a command line are there for every process to see, and those of sys.argv are not. What it says is passed on without the two values.
# Arguments: the script, the system's name, the folder with the files org and activationkey.
import io
import os
import runpy
import sys

program, name, folder = sys.argv[1:]


def secret(key):
    with open(os.path.join(folder, key), encoding="utf-8") as file:
        return file.read().strip()


org, key = secret("org"), secret("activationkey")


class Discreet(io.TextIOWrapper):
    def write(self, text):
        return super().write(text.replace(key, "(activationkey)").replace(org, "(org)"))


sys.stdout = Discreet(sys.stdout.buffer, line_buffering=True)
sys.stderr = Discreet(sys.stderr.buffer, line_buffering=True)
sys.argv = [program, "register", "--name=" + name, "--org=" + org, "--activationkey=" + key]
runpy.run_path(program, run_name="__main__")
