# The ConfigMap with the certificates of a target, after an image that one of them signed was published. Input: as it is. $certificates:
# a list of the one, {fingerprint, subject, ends, pem, der}; $image: the image, by tag and digest; $now.

# Of so many certificates the newest are kept, of so many images of each. Both together are far from the 1 MiB of a ConfigMap.
def mostCertificates: 10;
def mostImages: 50;

def key: .fingerprint[7:23];
def der: key + ".der";

$certificates[0] as $certificate
| .binaryData as $files
| ([.data.certificates // "" | fromjson? | arrays | .[] | objects | select(.fingerprint | type == "string")]) as $known
| ([$known[] | select(.fingerprint == $certificate.fingerprint) | .images[]?]) as $before
| ($certificate | {fingerprint, subject, ends, signed: $now, images: ([$image] + ($before - [$image]))[:mostImages]}) as $newest
| ([$newest] + [$known[] | select(.fingerprint != $certificate.fingerprint)])[:mostCertificates] as $kept
| .data = ($certificate | {fingerprint, subject, "public_key.pem": .pem})
    + {certificates: ("[\n" + ([$kept[] | "  " + tojson] | join(",\n")) + "\n]\n")}
| .binaryData = ([$kept[1:][] | der | select($files[.]) | {(.): $files[.]}] | add // {})
    + {"public_key.der": $certificate.der, ($newest | der): $certificate.der}
