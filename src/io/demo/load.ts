import type { Millis } from '../../core/model.ts';
import { type Curve, curveOf, share } from './curves.ts';
import { machine } from './engine/defaults.ts';
import { numberOf, textsOf } from './engine/fields.ts';
import type { Container, DemoImage, Engine, Program } from './engine/types.ts';
import { fullAfter } from './engine/when.ts';
import { failedFor, isAway, type Leant, leantBy } from './leaning.ts';

const megabyte = 1024 * 1024;

/** Requests a second (or queries, or jobs), processors when idle and for each of them a second, memory in megabytes. */
interface Size {
	readonly rate: number;
	readonly idle: number;
	readonly each: number;
	readonly memory: number;
}
const sizes: Readonly<Record<Program['kind'], Size>> = {
	api: { rate: 42, idle: 0.02, each: 0.004, memory: 190 },
	web: { rate: 65, idle: 0.01, each: 0.0015, memory: 110 },
	worker: { rate: 6, idle: 0.03, each: 0.02, memory: 160 },
	postgres: { rate: 180, idle: 0.02, each: 0.0011, memory: 420 },
	redis: { rate: 240, idle: 0.005, each: 0.0002, memory: 60 },
};
/** How busy an environment is, next to production. */
const busy: Readonly<Record<string, number>> = { production: 1, staging: 0.1, dev: 0.03 };

/** The value of a variable in a container's env. */
export function variable(container: Container, name: string): string {
	const start = `${name}=`;
	return (
		textsOf(container.config['Env'])
			.find((each) => each.startsWith(start))
			?.slice(start.length) ?? ''
	);
}

/** What a container does, at any time from its start on; all of it computed from what runs in it. */
export interface Load {
	readonly program: Program;
	readonly started: Millis;
	/** The words that its numbers come from. */
	readonly key: string;
	/** Requests a second, the mean over a day. */
	readonly rate: number;
	/** Requests since its start. */
	readonly requests: (now: Millis) => number;
	/** Those that failed by the fault of its release, and all that failed. */
	readonly bad: (now: Millis) => number;
	readonly failed: (now: Millis) => number;
	/** Requests that took long though nothing is wrong. */
	readonly late: (now: Millis) => number;
	/** The share of requests that fail now by its fault, 0..1. */
	readonly ill: (now: Millis) => number;
	/** The error that its log tells while what it leans on is away; undefined: its own. */
	readonly says: (now: Millis) => string | undefined;
	/** Processor time since its start, in nanoseconds. */
	readonly cpu: (now: Millis) => number;
	/** Bytes. */
	readonly memory: (now: Millis) => number;
}

interface Ground {
	readonly key: string;
	readonly rate: number;
	readonly size: Size;
	readonly program: Program;
	readonly started: Millis;
	/** When its memory is full, after its start. */
	readonly full: Millis | undefined;
	/** Bytes; that of the machine where it has no limit of its own. */
	readonly limit: number;
}

function groundOf(engine: Engine, container: Container, image: DemoImage): Ground {
	const environment = variable(container, 'APP_ENV');
	const key = `${engine.seed}/${environment}/${variable(container, 'SERVICE') || container.name}`;
	const size = sizes[image.program.kind];
	return {
		key,
		size,
		rate: size.rate * (busy[environment] ?? 0.1) * (0.6 + 0.8 * share(key, 'rate')),
		program: image.program,
		started: container.started ?? container.created,
		full: fullAfter(container, image),
		limit: numberOf(container.hostConfig['Memory']) || machine.memory,
	};
}

function illness({ program, started }: Ground) {
	const { errors = 0, rises = 1 } = program.fault ?? {};
	const grown = (now: Millis) => Math.min(1, Math.max(0, (now - started) / rises));
	return {
		ill: (now: Millis) => errors * grown(now),
		/** While the share rises, about half of its present part of all requests until now; then all of its part. */
		bad: (requests: (from: Millis, to: Millis) => number, now: Millis) => {
			const top = Math.min(now, started + rises);
			return errors * (0.5 * grown(now) * requests(started, top) + requests(top, now));
		},
	};
}

function memoryOf({ key, size, full, limit, started, rate }: Ground, curve: Curve, now: Millis): number {
	const warm = Math.min(1, 0.6 + (now - started) / 600_000);
	const base = megabyte * size.memory * (0.7 + 0.6 * share(key, 'memory')) * warm * (0.93 + 0.07 * curve.at(now));
	const used = Math.min(base, limit * 0.8) + rate * 1000;
	if (full === undefined) return Math.round(used);
	return Math.round(used + Math.max(0, limit * 0.995 - used) * Math.min(1, (now - started) / full));
}

/** What this container does; undefined when its image is gone. */
export function loadOf(engine: Engine, container: Container): Load | undefined {
	const image = engine.images.get(container.image);
	if (image === undefined) return undefined;
	const ground = groundOf(engine, container, image);
	const { key, rate, size, program, started } = ground;
	const curve = curveOf(key);
	const counted = (name: string, each: number) => {
		const own = curveOf(key, name);
		return (now: Millis) => (each * own.between(started, now)) / 1000;
	};
	const between = (from: Millis, to: Millis) => (rate * curve.between(from, to)) / 1000;
	const requests = (now: Millis) => between(started, now);
	const { ill: ownIll, bad: badOf } = illness(ground);
	const leant = leantBy(engine, container);
	const awayAt = (now: Millis): Leant | undefined => (leant !== undefined && isAway(leant, now) ? leant : undefined);
	const forOthers = (now: Millis) => (leant === undefined ? 0 : failedFor(leant, started, now, between));
	const bad = (now: Millis) => badOf(between, now) + forOthers(now);
	const usual = counted('failed', rate * 0.0012);
	return {
		program,
		started,
		key,
		rate,
		requests,
		bad,
		ill: (now) => Math.max(ownIll(now), awayAt(now)?.share ?? 0),
		says: (now) => awayAt(now)?.says,
		failed: (now) => usual(now) + bad(now),
		late: counted('late', rate * 0.03),
		cpu: (now) => 1e9 * ((size.idle * (now - started)) / 1000 + size.each * requests(now) + 0.01 * bad(now)),
		memory: (now) => memoryOf(ground, curve, now),
	};
}
