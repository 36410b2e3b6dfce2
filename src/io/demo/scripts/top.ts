import { curveOf } from '../curves.ts';
import { machine } from '../engine/defaults.ts';
import type { Ground } from './said.ts';

/** What runs on a simulated host: the share of a processor that each takes, and its memory in pages. */
const programs = [
	['node', 0.31, 38_000],
	['postgres', 0.17, 71_000],
	['dockerd', 0.06, 22_000],
	['nginx', 0.05, 9_100],
	['redis-server', 0.03, 6_400],
	['containerd', 0.02, 12_800],
	['systemd-journald', 0.01, 11_000],
	['fail2ban-server', 0.004, 7_300],
] as const;

/** What the script `watchdeck-top` prints on a simulated host; its form is that of `core/host/top-script.ts`. */
export function topText({ host, seed, booted, now }: Ground): readonly string[] {
	const up = now - booted;
	const ticks = (key: string, part: number) => Math.floor((part * curveOf(seed, host, key).between(booted, now)) / 10);
	const cores = Array.from({ length: machine.processors }, (_, core) => {
		const busy = ticks(`core ${core}`, 0.1 + 0.12 * core);
		return `cpu=cpu${core} ${busy} 0 0 ${Math.max(0, Math.floor(up / 10) - busy)} 0 0 0 0`;
	});
	return [
		...[`uptime=${(up / 1000).toFixed(2)}`, 'rate=100', 'page=4096'],
		...cores,
		...programs.map(
			([name, part, pages], at) => `proc=${610 + at * 37} ${200 + at} ${ticks(name, part)} ${pages} ${name}`,
		),
	];
}
