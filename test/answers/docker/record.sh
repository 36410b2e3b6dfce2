#!/bin/bash
# Records real answers of the local dockerd into this folder. Run as root:
#   unshare --net bash test/answers/docker/record.sh
# The engine lives in its own network namespace and in a temporary folder, and is stopped at the end.
set -eu
out=$(cd "$(dirname "$0")" && pwd)
ip link set lo up
dir=$(mktemp -d /tmp/watchdeck-record.XXXXXX)
dockerd --data-root "$dir/data" --exec-root "$dir/exec" --pidfile "$dir/pid" -H "unix://$dir/s.sock" >"$dir/log" 2>&1 &
engine=$!
d() { docker -H "unix://$dir/s.sock" "$@"; }
get() { curl -sS --unix-socket "$dir/s.sock" "http://d/v1.41$1"; }
keep() { get "$2" | jq . >"$out/$1"; }
stop() {
	d swarm leave --force >/dev/null 2>&1 || true
	d ps -aq | xargs -r docker -H "unix://$dir/s.sock" rm -f >/dev/null 2>&1 || true
	kill "$engine"; wait "$engine" || true
	umount "$dir"/exec/netns/* 2>/dev/null || true
	rm -rf "$dir"
}
trap stop EXIT
for _ in $(seq 100); do curl -sf --unix-socket "$dir/s.sock" http://d/_ping >/dev/null && break; sleep 0.1; done

mkdir -p "$dir/root/bin" "$dir/root/tmp" "$dir/bound"
cp /usr/bin/busybox "$dir/root/bin/"
for name in sh sleep tail test true false cat; do ln -s busybox "$dir/root/bin/$name"; done
image() { # NAME REVISION, with another ENV, CMD and label in each
	mkdir -p "$dir/build"
	cat >"$dir/build/Dockerfile" <<-END
		FROM base:1
		ENV FROM_IMAGE=$2 ONLY_$2=1
		LABEL org.opencontainers.image.revision=$2 made.by=$2
		ENTRYPOINT ["/bin/sh", "-c"]
		CMD ["sleep 3600; echo $2"]
		WORKDIR /tmp
		EXPOSE 8080
		VOLUME /data
		STOPSIGNAL SIGINT
		HEALTHCHECK --interval=1s --retries=2 CMD test $2 != sick
	END
	DOCKER_BUILDKIT=0 docker -H "unix://$dir/s.sock" build -q -t "$1" "$dir/build" >/dev/null 2>&1
}
tar -C "$dir/root" -c . | d import -c 'ENV PATH=/bin' - base:1 >/dev/null
image shop/api:v1 one
image shop/api:v2 two
image plain:latest sick

d network create shop_default >/dev/null
d network create --subnet 172.30.5.0/24 shop_back >/dev/null
d volume create cache >/dev/null
compose() { echo --label com.docker.compose.project=shop --label "com.docker.compose.service=$1" \
	--label com.docker.compose.container-number=1 --label "com.docker.compose.oneoff=$2" --label com.docker.compose.version=2.24.0; }
api() { # VERB NAME IMAGE: one container with everything that a roll back has to carry over
	d "$1" --name "$2" $(compose api False) --label 'team.note=planted-label-secret' \
		-e DB_PASSWORD=planted-env-secret -e FROM_IMAGE=own -e 'SPACED=a b=c' --network shop_default --network-alias api \
		-p 127.0.0.1:"$4":8080 --memory 64m --restart unless-stopped -v cache:/cache -v "$dir/bound:/bound:ro" -v /scratch \
		--log-opt max-size=1m --ulimit nofile=1024:2048 --cap-drop NET_RAW --tmpfs /run:size=1m --dns 127.0.0.1 "$3" >/dev/null
}
api create shop-api-1 shop/api:v2 8081
d network connect --ip 172.30.5.9 --alias api-back shop_back shop-api-1
d start shop-api-1 >/dev/null
d run -d --name shop-db-1 $(compose db False) --network shop_default -h database base:1 sleep 3600 >/dev/null
d run -d --name shop-api-run-1 $(compose api True) --network shop_default base:1 sleep 3600 >/dev/null
d run -d --name killed base:1 sleep 3600 >/dev/null; d kill killed >/dev/null
d run -d --name eater --memory 8m base:1 tail /dev/zero >/dev/null
d run -d --name looper --restart always base:1 sh -c 'exit 3' >/dev/null
d run -d --name sick plain:latest >/dev/null
d create --name never base:1 true >/dev/null
d run -d --name frozen base:1 sleep 3600 >/dev/null; d pause frozen >/dev/null
d run -d --rm --name passing base:1 sleep 3600 >/dev/null
# This docker command line cannot set a MAC address on an engine of API 1.41; the API itself can.
curl -sS --unix-socket "$dir/s.sock" -H 'Content-Type: application/json' -d '{"Image":"base:1","Cmd":["sleep","3600"],
	"MacAddress":"02:42:ac:11:00:99","HostConfig":{"Links":["frozen:db"]}}' 'http://d/v1.41/containers/create?name=linked' >/dev/null
d start linked >/dev/null
d run -d --name sidecar --network container:shop-db-1 base:1 sleep 3600 >/dev/null
d run -d --name hosted --network host base:1 sleep 3600 >/dev/null
d rename killed killed-rb-0a1b2c3d
d swarm init --advertise-addr 127.0.0.1 >/dev/null
printf 'version: "3.7"\nservices:\n  web:\n    image: base:1\n    command: sleep 3600\n' >"$dir/stack.yml"
d stack deploy --resolve-image never -c "$dir/stack.yml" pages >/dev/null 2>&1
for _ in $(seq 100); do
	[ "$(d inspect -f '{{.State.Health.Status}}' shop-api-1 sick | tr '\n' ' ')" = 'healthy unhealthy ' ] &&
		d ps -q --filter label=com.docker.stack.namespace=pages | grep -q . && break
	sleep 0.2
done
d exec shop-db-1 true

curl -sSi --unix-socket "$dir/s.sock" http://d/_ping | tr -d '\r' >"$out/ping.txt"
keep version.json /version
keep list.json '/containers/json?all=1'
keep images.json /images/json
for name in shop-api-1 shop-db-1 shop-api-run-1 eater looper sick never frozen passing linked sidecar hosted killed-rb-0a1b2c3d; do
	keep "inspect-$name.json" "/containers/$name/json"
done
keep inspect-task.json "/containers/$(d ps -q --filter label=com.docker.stack.namespace=pages | head -1)/json"
for tag in v1 v2; do keep "image-$tag.json" "/images/shop%2Fapi:$tag/json"; done
keep image-base.json /images/base:1/json
keep missing.json /containers/nothing/json
(timeout 2.6 curl -sSN --unix-socket "$dir/s.sock" 'http://d/v1.41/containers/shop-api-1/stats?stream=1' || true) >"$out/stats.ndjson"
keep stats-hosted.json '/containers/hosted/stats?stream=false'
# The oracle of a roll back: the same command line with the other image, and that one's inspect answer.
api create shop-api-oracle shop/api:v1 8081
d network connect --ip 172.30.5.9 --alias api-back shop_back shop-api-oracle
keep inspect-oracle.json /containers/shop-api-oracle/json
d kill shop-db-1 >/dev/null; d rm shop-db-1 >/dev/null
get "/events?since=0&until=$(($(date +%s) + 1))" >"$out/events.ndjson"
