import type { Millis } from '../../../core/model.ts';
import { isYes } from './fields.ts';
import { healthAt } from './health.ts';
import { joined, left } from './network.ts';
import { policyOf } from './policy.ts';
import { removed } from './remove.ts';
import { toldOf, withContainer } from './tell.ts';
import type { Container, Engine, Life } from './types.ts';

/** As many runs of a container are remembered, for its log. */
const lives = 20;
/** A container that ran so long begins anew with a short wait. Source: moby `restartmanager.go`. */
const settled: Millis = 10_000;
const shortest: Millis = 100;
const longest: Millis = 60_000;

/** An engine in which a container started, or why it did not. */
export type Started =
	| { readonly ok: true; readonly engine: Engine; readonly container: Container }
	| { readonly ok: false; readonly engine: Engine; readonly status: number; readonly message: string };

function meets(one: string, other: string): boolean {
	const [, port] = one.split(':');
	const [, taken] = other.split(':');
	return port === taken && (one === other || one.startsWith('0.0.0.0') || other.startsWith('0.0.0.0'));
}

/** The first of its ports that another container publishes already. */
function takenPort(engine: Engine, container: Container): string | undefined {
	if (container.ports.length === 0) return undefined;
	const taken = [...engine.containers.values()]
		.filter((each) => each.id !== container.id && (each.state === 'running' || each.state === 'paused'))
		.flatMap((each) => each.ports);
	return container.ports.find((port) => taken.some((other) => meets(port, other)));
}

/** A start that failed is written down in the container, as the engine does it. */
function notStarted(engine: Engine, container: Container, why: { status: number; message: string }): Started {
	const so = { ...container, exit: 128, error: why.message };
	return { ok: false, engine: withContainer(engine, so), ...why };
}

/** Starts a container that does not run. `byPolicy`: the engine does it by itself, and counts it. */
export function started(engine: Engine, container: Container, now: Millis, byPolicy = false): Started {
	const joining = joined(engine, container, now);
	if (!joining.ok) return notStarted(engine, container, joining);
	const port = takenPort(engine, container);
	if (port !== undefined) {
		const id = Object.values(joining.container.networks)[0]?.id ?? '';
		const place = port.replace(/\/.*$/, '');
		const message = `driver failed programming external connectivity on endpoint ${container.name} (${id}): Bind for ${place} failed: port is already allocated`;
		return notStarted(engine, container, { status: 500, message });
	}
	const { again: _, ...rest } = joining.container;
	const running: Container = {
		...rest,
		state: 'running',
		pid: 2_000 + ((joining.engine.serial * 37) % 60_000),
		exit: 0,
		error: '',
		// Whether the last run was killed for its memory stays visible until a person starts it anew.
		oom: byPolicy && container.oom,
		started: now,
		byHand: false,
		restarts: byPolicy ? container.restarts + 1 : 0,
		backOff: byPolicy ? container.backOff : 0,
		lives: [...container.lives.slice(1 - lives), { from: now }],
	};
	const image = joining.engine.images.get(running.image);
	const fresh = { ...running, health: healthAt(running, image, now) };
	return { ok: true, engine: toldOf(withContainer(joining.engine, fresh), fresh, 'start', now), container: fresh };
}

/** How a container came to its end. */
export interface End {
	readonly code: number;
	readonly oom?: boolean;
	/** A person ended it: its policy does not count. */
	readonly byHand?: boolean;
}

function closed(life: Life, now: Millis, code: number): Life {
	return life.to === undefined ? { ...life, to: now, code } : life;
}

/** How long the policy waits before it starts the container again; undefined: it does not. */
function waitOf(container: Container, end: End, now: Millis): Millis | undefined {
	const { name, most } = policyOf(container.hostConfig);
	const failed = end.code !== 0 && (most === 0 || container.restarts < most);
	const comes = name === 'always' || name === 'unless-stopped' || (name === 'on-failure' && failed);
	if (!comes || end.byHand === true) return undefined;
	const ran = now - (container.started ?? now);
	const last = ran >= settled ? 0 : container.backOff;
	return last === 0 ? shortest : Math.min(longest, last * 2);
}

/** Ends a running container: it comes back later by its policy, or stays, or removes itself. */
export function ended(engine: Engine, container: Container, end: End, now: Millis): Engine {
	const wait = waitOf(container, end, now);
	const away = left(engine, container, now);
	const so: Container = {
		...away.container,
		state: wait === undefined ? 'exited' : 'restarting',
		pid: 0,
		exit: end.code,
		oom: end.oom ?? false,
		finished: now,
		byHand: end.byHand ?? false,
		health: 'none',
		lives: container.lives.map((life) => closed(life, now, end.code)),
		...(wait === undefined ? {} : { backOff: wait, again: now + wait }),
	};
	const oom = end.oom === true ? toldOf(away.engine, so, 'oom', now) : away.engine;
	const dead = toldOf(withContainer(oom, so), so, 'die', now, { exitCode: String(end.code) });
	const goes = wait === undefined && isYes(String(so.hostConfig['AutoRemove'] ?? ''));
	return goes ? removed(dead, so, true, now) : dead;
}

/** Asks a running container to stop, and kills it when it does not listen. */
export function stopped(engine: Engine, container: Container, now: Millis): Engine {
	const onStop = engine.images.get(container.image)?.program.onStop ?? 0;
	const asked = toldOf(engine, container, 'kill', now, { signal: '15' });
	const killed = onStop === 'ignores' ? toldOf(asked, container, 'kill', now, { signal: '9' }) : asked;
	const code = onStop === 'ignores' ? 137 : onStop;
	const dead = ended(killed, container, { code, byHand: true }, now);
	return toldOf(dead, container, 'stop', now);
}
