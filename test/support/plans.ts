import type { Read, Write } from '../../src/core/call.ts';
import type { Fleet } from '../../src/core/config/fleet.ts';
import { initialState } from '../../src/core/initial.ts';
import type { JournalEntry, Note } from '../../src/core/journal.ts';
import type { Instance, Protection, Release, Service } from '../../src/core/model.ts';
import type { Check, Plan, PlanStep } from '../../src/core/plan.ts';
import type { State } from '../../src/core/state.ts';

/** 2026-11-21 14:02:31 UTC. */
export const start = 1_795_269_751_000;
export const minutes = (count: number) => count * 60_000;
export const days = (count: number) => count * 86_400_000;

const image = (digit: string) => ({ id: `sha256:${digit.repeat(64)}` });

export function write(path: string, method: 'POST' | 'DELETE' = 'POST'): Write {
	return { via: 'engine', host: 'vps1', method, path, timeout: 10_000, effect: 'write' };
}

const read: Read = { via: 'exec', host: 'vps1', argv: ['true'], timeout: 1000, effect: 'read' };

export function check(say: string): Check {
	const probe = { kind: 'container', of: 'vps1', every: 1000, timeout: 1000, spec: {} };
	return { say, probe, holds: 'again', times: 3, within: 120_000 };
}

export function step(say: string, path: string, undo: string): PlanStep {
	return { say, does: write(path), took: check(`${say}: seen`), undo: write(undo) };
}

export function aPlan(more: Partial<Plan> = {}): Plan {
	return {
		id: '7f3a1b2c',
		action: 'rollback',
		want: { action: 'rollback', to: image('b').id },
		service: 'production/api',
		title: 'roll back production/api to v411',
		from: 'v412  cccccccccccc  since 18m',
		to: 'v411  bbbbbbbbbbbb',
		proven: 'ran here until 2d ago, by the ledger',
		impact: ['nobody serves production/api for about 10s', 'env, ports and volumes stay as they are'],
		made: start,
		expires: start + minutes(5),
		oldest: start - 4_000,
		facts: 'digest',
		locks: [{ host: 'vps1', take: write('/lock'), holder: read, beat: write('/lock'), release: write('/lock') }],
		steps: [
			step('stop api', '/containers/old/stop?t=10', '/containers/old/start'),
			step(
				'set api aside as api-rb-7f3a1b2c',
				'/containers/old/rename?name=api-rb-7f3a1b2c',
				'/containers/old/rename?name=api',
			),
			step('start v411', '/containers/api-next-7f3a1b2c/start', '/containers/api-next-7f3a1b2c/stop'),
		],
		proof: [check('api runs bbbbbbbbbbbb and is healthy')],
		watch: [],
		unproven: 'hold',
		tidy: [],
		...more,
	};
}

export function instance(id: string, digit: string, more: Partial<Instance> = {}): Instance {
	return {
		host: 'vps1',
		id,
		name: 'api',
		image: image(digit),
		restarts: 0,
		state: 'running',
		health: 'unhealthy',
		labels: {},
		...more,
	};
}

export function releases(): readonly Release[] {
	return [
		{ id: 'c', label: 'v412', image: image('c'), at: start - minutes(18), proof: 'ledger', can: 'runs' },
		{
			id: 'b',
			label: 'v411',
			image: image('b'),
			at: start - days(9),
			until: start - days(2),
			proof: 'ledger',
			can: 'ready',
		},
		{ id: 'a', label: 'v410', image: image('a'), at: start - days(20), proof: 'container', can: 'ready' },
		{ id: '9', label: 'v409', image: image('9'), proof: 'ledger', can: 'gone' },
		{ id: '8', label: 'v500', image: image('8'), proof: 'image only', can: 'ready' },
	];
}

export function aService(more: Partial<Service> = {}): Service {
	return {
		id: 'production/api',
		environment: 'production',
		name: 'api',
		platform: 'docker',
		hosts: ['vps1'],
		instances: [instance('old', 'c')],
		former: [instance('older', 'a', { name: 'api-old', state: 'exited' })],
		releases: releases(),
		...more,
	};
}

/** A state with one host and one environment, `production`, of this protection. */
export function aState(protection: Protection = 'protected', size = { columns: 80, rows: 24 }): State {
	const fleet: Fleet = {
		hosts: [{ name: 'vps1', reach: 'local' }],
		environments: [{ name: 'production', protection }],
		services: [],
		discover: [],
	};
	const state = initialState({ at: start, fleet, operator: 'op-1', demo: false, readOnly: false, size });
	return { ...state, services: { 'production/api': aService() } };
}

/** Entries of the journal from notes, numbered from 1. */
export function entriesOf(notes: readonly Note[]): readonly JournalEntry[] {
	return notes.map((note, index) => ({ ...note, seq: index + 1, prev: '', hash: '' }));
}

type Told = Note extends infer N ? (N extends Note ? Omit<N, 'at' | 'by' | 'run'> : never) : never;

/** Notes of one run, a second apart. */
export function notes(list: readonly Told[], run = '7f3a1b2c', from = start): readonly Note[] {
	return list.map((told, index) => ({ ...told, at: from + index * 1000, by: 'op-1', run }) as Note);
}
