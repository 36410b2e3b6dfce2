# First process of a lab's own namespaces (network, mounts, processes); started by enter.ts, ends as `tini COMMAND…`.
# Everything it makes lies on a /run of its own, so all of it is gone with the namespace, also after kill -9.
set -eu

# Read before /proc is mounted anew: the number that the machine outside knows this process by.
read -r WATCHDECK_LAB_PID _ </proc/self/stat
mount -t proc proc /proc
# One mount for both names: /var/run is a link to /run on every system that the lab runs on.
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p /run/lock /run/sshd /run/etc /run/home /run/user/0
chmod 1777 /run/lock
chmod 700 /run/user/0
ip link set lo up

# Accounts of the lab. ssh asks the password database, not $HOME, where ~/.ssh is: so root lives in /run/home here.
without() { grep -vE "^($1):" "$2" || true; }
names='root|ops|guest'
{
	echo 'root:x:0:0:root:/run/home/root:/bin/sh'
	echo 'ops:x:64101:64101:in group docker:/run/home/ops:/bin/sh'
	echo 'guest:x:64102:64102:not in group docker:/run/home/guest:/bin/sh'
	without "$names" /etc/passwd
} >/run/etc/passwd
{
	echo 'docker:x:64100:ops'
	echo 'ops:x:64101:'
	echo 'guest:x:64102:'
	without 'docker|ops|guest' /etc/group
} >/run/etc/group
{
	for name in root ops guest; do echo "$name:*:19000:0:99999:7:::"; done
	without "$names" /etc/shadow
} >/run/etc/shadow
chmod 600 /run/etc/shadow
for file in passwd group shadow; do mount --bind "/run/etc/$file" "/etc/$file"; done
for name in root ops guest; do install -d -m 700 -o "$name" -g "$name" "/run/home/$name" "/run/home/$name/.ssh"; done

export WATCHDECK_LAB_PID HOME=/run/home/root
exec tini -s -- "$@"
