import { expect, test } from 'vitest';
import { type ActingParts, makeActing } from '../../src/app/acting.ts';
import type { Call } from '../../src/core/call.ts';
import { callText } from '../../src/core/call-text.ts';
import type { JournalEntry } from '../../src/core/journal.ts';
import type { Result } from '../../src/core/model.ts';
import { answered, makeEngine } from '../actions/engine.ts';
import { instance, service } from '../actions/service.ts';
import { digest, makeWorld } from '../actions/world.ts';
import { aState, start } from '../support/plans.ts';

const never = new AbortController().signal;
const failed = { ok: false, took: 1, failure: { kind: 'unreachable', message: 'not asked in this test' } } as const;

function actingOn(entries: readonly JournalEntry[], refreshed: string[], state = aState) {
	const read = async () => ({ ok: true, value: entries }) as const;
	const append = async () => failed;
	const parts: ActingParts = {
		ask: async () => failed,
		read: async () => failed,
		journal: { ok: true, value: { append, open: read, read } },
		digest,
		state,
		planId: () => '00000001',
		refresh: async (hosts) => {
			refreshed.push(...hosts);
		},
		session: 'here/1/2',
		isAlive: () => false,
		redact: String,
		now: () => start,
		wait: async () => {},
		emit: () => {},
		signal: never,
		stop: never,
	};
	return makeActing(parts);
}

test('a service with an interrupted run gets no new plan, and the run is named', async () => {
	const world = makeWorld();
	await world.go({ order: { at: 4, is: 'killed after effect' } });
	const refreshed: string[] = [];
	const planned = await actingOn(world.entries, refreshed).plan({ action: 'restart' }, 'production/api');
	expect(planned).toMatchObject({
		ok: false,
		failure: { fix: `First end that one: watchdeck resume ${world.plan.id} --finish or --undo or --handled.` },
	});
	expect(refreshed).toEqual([]);
	await actingOn([], refreshed).plan({ action: 'restart' }, 'production/api');
	expect(refreshed.length).toBeGreaterThan(0);
});

test('a service that is gone by the time its plan is made says where to look for its container', async () => {
	const refreshed: string[] = [];
	const state = () => (refreshed.length === 0 ? aState() : { ...aState(), services: {} });
	expect(await actingOn([], refreshed, state).plan({ action: 'restart' }, 'production/api')).toEqual({
		ok: false,
		failure: {
			kind: 'refused',
			message: 'production/api is not there any more: its container was removed or renamed.',
			fix: 'Look on vps1 what it is called now: docker ps -a',
		},
	});
});

const inspected = {
	...{ Id: 'old1', Name: '/api', Image: 'sha256:bad', Config: { StopTimeout: 20 } },
	HostConfig: { RestartPolicy: { Name: 'unless-stopped', MaximumRetryCount: 0 } },
	State: { Running: true, Restarting: false, StartedAt: '2025-01-02T03:04:05.678901234Z' },
};

/** An engine with two kept containers whose removal is under way: its first order waits to be answered. */
async function removing() {
	const engine = makeEngine(() => start);
	const kept = ['kept1', 'kept2'].map((id, at) => instance({ id, name: `api-rb-0000000${at + 2}`, state: 'exited' }));
	const one = service({ former: kept });
	for (const { id, name, image } of [...one.instances, ...kept]) {
		const plain = { policy: 'no', labels: {}, networks: [], started: 1, restarts: 0 };
		engine.boxes.set(id, { id, name, image: image.id, running: id === 'old1', ...plain });
	}
	const [begun, answer] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
	const given: string[] = [];
	const entries: JournalEntry[] = [];
	const apply = (call: Call) => {
		const isInspect = call.via === 'engine' && call.method === 'GET';
		return answered(call, isInspect ? { code: 200, text: JSON.stringify(inspected), err: '' } : engine.apply(call));
	};
	let plans = 0;
	const acting = makeActing({
		ask: async (call) => apply(call),
		order: async (call) => {
			if (call.via === 'exec') return apply(call);
			given.push(callText(call));
			begun.resolve();
			await answer.promise;
			return apply(call);
		},
		read: async (probe) => engine.read(probe),
		journal: {
			ok: true,
			value: {
				append: async (note) => {
					const entry = { ...note, seq: entries.length + 1, prev: '', hash: '' };
					entries.push(entry);
					return { ok: true, value: entry };
				},
				open: async () => ({ ok: true, value: entries }),
				read: async () => ({ ok: true, value: entries }),
			},
		},
		digest,
		state: () => ({ ...aState('open'), services: { [one.id]: one }, engines: { vps1: { at: start, misses: 0 } } }),
		planId: () => {
			plans += 1;
			return `0000000${plans}`;
		},
		refresh: async () => {},
		session: 'here/1/2',
		isAlive: () => true,
		redact: String,
		now: () => start,
		// Only who gives a signal ends a wait here.
		wait: (_ms, until) => new Promise((resolve) => until.addEventListener('abort', () => resolve())),
		emit: () => {},
		signal: never,
		stop: never,
	});
	const plan = got(await acting.plan({ action: 'tidy', containers: ['kept1', 'kept2'] }, one.id));
	const performed = acting.perform(got(acting.confirm(plan, 'kept 7 days')));
	await begun.promise;
	return { acting, engine, entries, given, performed, answer: answer.resolve, service: one.id };
}
const got = <T>(result: Result<T>): T => {
	if (!result.ok) throw new Error(result.failure.message);
	return result.value;
};

test('a removal that nobody asked for makes way for a plan: its order under way ends, and no other begins', async () => {
	const { acting, engine, entries, given, performed, answer, service: id } = await removing();
	const wanted = acting.plan({ action: 'restart' }, id);
	answer();
	expect(got(await wanted)).toMatchObject({ action: 'restart' });
	expect(engine.locks.size).toBe(0);
	expect(got(await performed).outcome).toBe('UNDONE');
	expect(given).toEqual(['docker rm kept1']);
	expect(entries.at(-1)?.what).toBe('undone');
	expect(acting.underWay()).toBe(0);
});

test('a plan for another service does not stop it', async () => {
	const { acting, given, performed, answer } = await removing();
	await acting.plan({ action: 'restart' }, 'production/web');
	answer();
	expect(got(await performed).outcome).toBe('VERIFIED');
	expect(given).toEqual(['docker rm kept1', 'docker rm kept2']);
});
