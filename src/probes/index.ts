/**
 * The probe kinds. To add one: a file here that exports a `ProbeKind` of the same name, and a line below; one that the
 * config may ask for under `probes` has a `form` and a page in `docs/probes`. Tests compare both with this list.
 */
import type { ProbeKind } from '../core/probe.ts';
import { backup } from './backup.ts';
import { cgroups } from './cgroups.ts';
import { command } from './command.ts';
import { container } from './container.ts';
import { dataset } from './dataset.ts';
import { dns } from './dns.ts';
import { docker } from './docker.ts';
import { foreign } from './foreign.ts';
import { group } from './group.ts';
import { host } from './host.ts';
import { http } from './http.ts';
import { image } from './image.ts';
import { logs } from './logs.ts';
import { metrics } from './metrics.ts';
import { ping } from './ping.ts';
import { postgres } from './postgres.ts';
import { prometheus } from './prometheus.ts';
import { redis } from './redis.ts';
import { release } from './release.ts';
import { schedule } from './schedule.ts';
import { security } from './security.ts';
import { stats } from './stats.ts';
import { swarm } from './swarm.ts';
import { systemd } from './systemd.ts';
import { tcp } from './tcp.ts';
import { tls } from './tls.ts';
import { top } from './top.ts';
import { watched } from './watched.ts';

/** The probe kinds. */
export const kinds: readonly ProbeKind[] = [
	docker,
	ping,
	stats,
	host,
	cgroups,
	http,
	metrics,
	container,
	image,
	group,
	tcp,
	tls,
	postgres,
	redis,
	dns,
	backup,
	dataset,
	schedule,
	systemd,
	security,
	logs,
	prometheus,
	command,
	release,
	swarm,
	top,
	watched,
	foreign,
];
