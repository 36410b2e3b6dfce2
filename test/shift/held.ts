import { EventEmitter } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { getHeapSpaceStatistics, queryObjects } from 'node:v8';
import { pass, settle, timers } from './fake-time.ts';
import { connections } from './far.ts';

/** Objects that are still reached, by kind: whoever forgets to let go of a listener keeps its function. */
export interface Reached {
	readonly signals: number;
	readonly emitters: number;
	readonly functions: number;
}

/** What the program holds at a moment. */
export interface Held {
	readonly timers: number;
	/** Connections to hosts. */
	readonly connections: number;
	readonly files: number;
	readonly children: number;
	/** Listeners for signals and errors of the process. */
	readonly listeners: number;
	/** What Node waits for, by kind, but for what ends by itself: a line of our log that is being written. */
	readonly resources: readonly string[];
}

const count = (kind: new (...args: never) => unknown): number =>
	// Its types know no format that gives a number.
	Number(queryObjects(kind as never, { format: 'count' }));

const childrenOf = (): number =>
	readdirSync('/proc/self/task')
		.flatMap((task) => readFileSync(`/proc/self/task/${task}/children`, 'utf8').split(' '))
		.filter((child) => child.trim() !== '').length;

/** The parts of V8's heap where compiled code lies: it comes and goes with what runs often, and is none of ours. */
const ofCode = /^(?:code|trusted|shared_trusted)/;

const left = async (): Promise<number> => {
	for (let round = 0; round < 3; round += 1) {
		await settle(20);
		globalThis.gc?.();
	}
	const spaces = getHeapSpaceStatistics().filter(({ space_name }) => !ofCode.test(space_name));
	return spaces.reduce((sum, { space_used_size }) => sum + space_used_size, process.memoryUsage().external);
};

/**
 * The bytes of objects, and of what lies beside them such as buffers, that are left when what nobody needs is gone
 * (`--expose-gc`): the least of three looks, some seconds after one another, since what is under way counts too.
 */
export const memory = async (): Promise<number> => {
	const looks = [await left()];
	while (looks.length < 3) {
		await pass(7_000);
		looks.push(await left());
	}
	return Math.min(...looks);
};

const passing: readonly string[] = ['FSReqCallback', 'Immediate'];

/** Counts what is held now. */
export const held = (): Held => ({
	timers: timers(),
	connections: connections(),
	files: readdirSync('/proc/self/fd').length,
	children: childrenOf(),
	listeners: process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0),
	resources: process
		.getActiveResourcesInfo()
		.filter((kind) => !passing.includes(kind))
		.toSorted(),
});

/** Counts what is reached once what nobody needs is gone; it takes seconds. */
export const reached = (): Reached => ({
	signals: count(AbortSignal as never),
	emitters: count(EventEmitter),
	functions: count(Function),
});
