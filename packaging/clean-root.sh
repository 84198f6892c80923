#!/bin/sh
# Tries a .deb in a small system of its own. Needs root; `cargo xtask dist` runs it.
#
#   clean-root.sh make ROOT           a minimal system of this machine's release, from its own package mirror
#   clean-root.sh install ROOT DEB    installs the package with everything that it says it needs, and nothing else
#   clean-root.sh with ROOT COMMAND   runs a command beside it that may `chroot ROOT`
#   clean-root.sh remove ROOT         removes the package; no file of it may stay, and a person's data must
set -eu

root=$2

# Mounts end with the process: they are in a mount namespace of their own.
inside() {
    unshare --mount --propagation private sh -euc '
        root=$1
        shift
        mount -t proc proc "$root/proc"
        mount --rbind /dev "$root/dev"
        mount --bind /tmp "$root/tmp"
        exec "$@"' sh "$root" "$@"
}

in_root() {
    inside chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 \
        DEBIAN_FRONTEND=noninteractive "$@"
}

case $1 in
make)
    . /etc/os-release
    mirror=$(apt-get indextargets --format '$(CODENAME) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' |
        sed -n "s/^$VERSION_CODENAME main //p" | head -n 1)
    [ -n "$mirror" ] || { echo "apt knows no mirror of $VERSION_CODENAME" >&2; exit 1; }
    rm -rf --one-file-system "$root"
    if ! [ -f "$root.tar" ]; then
        debootstrap --variant=minbase "$VERSION_CODENAME" "$root" "$mirror"
        # The machine's own sources: they name security updates, other components, and how to reach the mirror.
        rm -f "$root/etc/apt/sources.list"
        cp -a /etc/apt/sources.list* /etc/apt/apt.conf.d /etc/apt/trusted.gpg.d "$root/etc/apt/" 2>/dev/null || true
        for keys in /etc/apt/keyrings /usr/share/keyrings; do
            [ -d "$keys" ] && mkdir -p "$root$keys" && cp -a "$keys/." "$root$keys/"
        done
        tar -C "$root" -cf "$root.tar.part" .
        mv "$root.tar.part" "$root.tar"
    else
        mkdir -p "$root"
        tar -C "$root" -xf "$root.tar"
    fi
    cp -L /etc/resolv.conf "$root/etc/resolv.conf"
    in_root apt-get update -q
    ;;
install)
    cp "$3" "$root/var/baton.deb"
    in_root apt-get install -q -y --no-install-recommends /var/baton.deb
    in_root dpkg --verify baton
    rm "$root/var/baton.deb"
    ;;
with)
    shift 2
    inside "$@"
    ;;
remove)
    data=/root/.local/share/baton/kept-by-removal
    mkdir -p "$(dirname "$root$data")"
    touch "$root$data"
    files=$(in_root dpkg -L baton)
    in_root apt-get remove -q -y baton
    for file in $files; do
        # Folders may be others' as well.
        [ -d "$root$file" ] && case $file in *baton*) ;; *) continue ;; esac
        [ -e "$root$file" ] || [ -L "$root$file" ] || continue
        echo "left behind: $file" >&2
        exit 1
    done
    [ -f "$root$data" ] || { echo "a person's data is gone" >&2; exit 1; }
    ;;
*)
    echo "clean-root.sh does not know '$1'" >&2
    exit 2
    ;;
esac
