import type { Millis } from '../../core/model.ts';
import { type Curve, curveOf, share } from './curves.ts';
import { machine } from './engine/defaults.ts';
import type { Engine } from './engine/types.ts';
import type { Held } from './lock.ts';

/** Ticks of the kernel's counters a second. */
const ticks = 100;
const disk = { kilobytes: 160_000_000, inodes: 10_400_000 } as const;

/** Busy and idle time of the processors since the machine started, as `/proc/stat` counts it. */
function cpuLines(curve: Curve, booted: Millis, now: Millis): readonly string[] {
	const whole = (now - booted) / 1000;
	const busy = (0.21 * curve.between(booted, now)) / 1000;
	const one = (part: number) => {
		const user = Math.floor(busy * 0.7 * ticks * part);
		const system = Math.floor(busy * 0.25 * ticks * part);
		const waits = Math.floor(busy * 0.05 * ticks * part);
		return `${user} 0 ${system} ${Math.floor((whole - busy) * ticks * part)} ${waits} 0 0 0 0 0`;
	};
	const each = Array.from({ length: machine.processors }, (_, index) => `cpu=cpu${index} ${one(1)}`);
	return [`cpu=cpu  ${one(machine.processors)}`, ...each];
}

function memLines(curve: Curve, containers: number, now: Millis): readonly string[] {
	const total = Math.floor(machine.memory / 1024);
	const used = Math.floor(total * Math.min(0.8, 0.18 + 0.012 * Math.min(containers, 30)) * (0.9 + 0.1 * curve.at(now)));
	const lines = {
		MemTotal: total,
		MemFree: Math.floor((total - used) * 0.3),
		MemAvailable: total - used,
		Buffers: 210_000,
		Cached: Math.floor((total - used) * 0.6),
		SwapTotal: 2_097_148,
		SwapFree: 2_001_900,
	};
	return Object.entries(lines).map(([name, value]) => `mem=${name}: ${value} kB`);
}

/** `df -P` of one disk, in blocks or inodes. */
function diskLines(key: string, head: string, of: { total: number; used: number }): readonly string[] {
	const free = of.total - of.used;
	const percent = Math.ceil((100 * of.used) / of.total);
	return [
		`${key}=Filesystem ${head} Mounted on`,
		`${key}=/dev/vda1 ${of.total} ${of.used} ${free} ${percent}% /`,
		`${key}=tmpfs 1638400 1204 1637196 1% /run`,
	];
}

function netLine(curve: Curve, booted: Millis, now: Millis): string {
	const received = Math.floor(curve.between(booted, now) * 310);
	const sent = Math.floor(curve.between(booted, now) * 870);
	return `net=  eth0: ${received} ${Math.floor(received / 900)} 0 0 0 0 0 0 ${sent} ${Math.floor(sent / 900)} 0 0 0 0 0 0`;
}

function lockLines(key: string, { plan, who, what, why, since, beat }: Held): readonly string[] {
	return Object.entries({ plan, who, what, why, since, beat }).map(([field, value]) => `lock=${key}=${field}=${value}`);
}

/** The disk of a simulated host in kilobytes, of which `cache` bytes are what image builds left behind. */
export function diskOf(
	{ host, seed, booted }: Engine,
	cache: number,
	now: Millis,
): { readonly total: number; readonly used: number } {
	const own = Math.floor(disk.kilobytes * (0.42 + 0.3 * share(seed, host, 'disk')));
	const grown = Math.floor((now - booted) / 60_000) * 3;
	return { total: disk.kilobytes, used: Math.min(disk.kilobytes, own + grown + Math.floor(cache / 1024)) };
}

/** What the script `watchdeck-host` prints on a simulated host; its form is that of `core/host/script.ts`. */
export function hostText(engine: Engine, now: Millis, locks: Readonly<Record<string, Held>> = {}, cache = 0): string {
	const { host, booted, seed, containers } = engine;
	const curve = curveOf(seed, host, 'machine');
	const load = (factor: number) => (0.84 * curve.at(now) * factor).toFixed(2);
	const grown = Math.floor((now - booted) / 60_000);
	const { used, total } = diskOf(engine, cache, now);
	return [
		`name=${host}`,
		'kernel=6.1.0-28-amd64',
		`load=${load(1)} ${load(0.93)} ${load(0.9)} 2/${200 + containers.size * 9} ${20_000 + (grown % 9000)}`,
		`uptime=${((now - booted) / 1000).toFixed(2)} ${((now - booted) / 400).toFixed(2)}`,
		...cpuLines(curve, booted, now),
		...memLines(curve, containers.size, now),
		`clock=${Math.floor(now / 1000)}`,
		netLine(curve, booted, now),
		...diskLines('disk', '1024-blocks Used Available Capacity', { total, used }),
		...diskLines('inode', 'Inodes IUsed IFree IUse%', {
			total: disk.inodes,
			used: Math.floor(disk.inodes * 0.08) + containers.size * 900,
		}),
		...Object.entries(locks).flatMap(([key, lock]) => lockLines(key, lock)),
		'',
	].join('\n');
}
