#!/bin/sh
# The health check of the lab's images. The engine asks at once after a start, and this waits until somebody listens, a second
# at most; from then on it waits a second before it asks. So what starts is known to be well as soon as it is, and what it
# costs to ask stays what it is once a second. To start a check costs an engine far more than the asking: as long as all is well
# one check asks three times, and the first answer that is wrong ends it. /dev/shm is new at each start.
url=http://127.0.0.1:8080/health
if [ -e /dev/shm/asked ]; then
	times=1
	[ ! -s /dev/shm/well ] || times=3
	while [ "$times" -gt 0 ]; do
		sleep 1
		if ! wget -q -O /dev/null "$url"; then
			: >/dev/shm/well
			exit 1
		fi
		times=$((times - 1))
	done
	echo yes >/dev/shm/well
	exit 0
fi
: >/dev/shm/asked
tries=0
while [ "$tries" -lt 20 ]; do
	said=$(wget -q -O /dev/null "$url" 2>&1) && exit 0
	case $said in *HTTP/*) break ;; esac
	tries=$((tries + 1))
	sleep 0.05
done
exit 1
