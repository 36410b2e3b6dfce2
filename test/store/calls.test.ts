import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lockOn } from '../../src/actions/lock.ts';
import type { Answer, Call, Read, Write } from '../../src/core/call.ts';
import { withoutReads } from '../../src/core/select/journal/call-rows.ts';
import { makeCalls } from '../../src/store/calls.ts';

const now = 1_000_000;
const ok: Answer = { took: 12, ok: true, value: { code: 0, text: 'hunter2', err: '' } };
const read: Read = { effect: 'read', via: 'exec', host: 'vps1', argv: ['uptime'], timeout: 1000 };
const order: Write = {
	...{
		effect: 'write',
		via: 'engine',
		host: 'vps2',
		method: 'POST',
		path: '/containers/api/restart?t=10',
		timeout: 1000,
	},
};
const store = (most?: number) => {
	const calls = makeCalls(most);
	calls.redacting((text) => text.replaceAll('hunter2', '(secret)'));
	return calls;
};

describe('the log of calls', () => {
	test('has of each call when it went out, where, its text, how long it took and how it came out', () => {
		const calls = store();
		calls.add(order, now, ok);
		calls.add(read, now, { took: 7, ok: false, failure: { kind: 'timeout', message: 'no answer for hunter2' } });
		calls.add({ ...read, argv: ['tail', '-f', 'x'] }, now);
		expect(calls.calls()).toEqual([
			{
				...{ seq: 3, at: now, host: 'vps1', effect: 'read', via: 'exec', ok: true },
				...{ text: 'tail -f x', brief: 'tail -f x' },
			},
			{
				...{ seq: 2, at: now - 7, host: 'vps1', effect: 'read', via: 'exec', took: 7, ok: false },
				...{ text: 'uptime', brief: 'uptime', failure: { kind: 'timeout', message: 'no answer for (secret)' } },
			},
			{
				...{ seq: 1, at: now - 12, host: 'vps2', effect: 'write', via: 'engine', took: 12, ok: true, code: 0 },
				...{ text: 'docker restart -t 10 api', brief: 'docker restart -t 10 api' },
			},
		]);
	});

	test('names a secret of the config by its reference, and never has an answer', () => {
		const calls = store();
		const call: Call = {
			...{ effect: 'read', via: 'http', host: 'local', method: 'GET', url: 'https://x.example/', timeout: 1000 },
			headers: { authorization: ['Bearer ', { secret: 'env:TOKEN' }], cookie: 'hunter2' },
		};
		calls.add(call, now, ok);
		const text = calls.calls()[0]?.text ?? '';
		expect(text).toContain("'authorization: Bearer ${env:TOKEN}'");
		expect(JSON.stringify(calls.calls())).not.toContain('hunter2');
		expect(text).toContain('cookie: (secret)');
	});

	test('keeps orders although a lock is beaten meanwhile, and lists no beat that went well among them', () => {
		const calls = store(5);
		const { beat } = lockOn('vps1', 'container-api', { plan: '7f3a0c11', who: 'op-1', what: 'restart' });
		calls.add(order, now, ok);
		for (let at = 0; at < 20; at += 1) calls.add(beat, now + at, ok);
		expect(withoutReads(calls.calls()).map(({ effect, host }) => `${effect} ${host}`)).toEqual(['write vps2']);
		calls.add(beat, now, {
			took: 1,
			ok: false,
			failure: { kind: 'timeout', message: 'no answer', fix: 'ask hunter2' },
		});
		expect(withoutReads(calls.calls())).toMatchObject([
			{ host: 'vps1', failure: { fix: 'ask (secret)' } },
			{ host: 'vps2' },
		]);
	});

	test('says nothing before it is known what is secret', () => {
		const calls = makeCalls();
		calls.add(read, now, ok);
		expect(calls.calls()).toEqual([]);
		calls.redacting(String);
		expect(calls.calls()).toHaveLength(1);
	});

	test('gives the same list, and the same calls, while there is no other', () => {
		const calls = store();
		calls.add(read, now, ok);
		const before = calls.calls();
		expect(calls.calls()).toBe(before);
		calls.add(read, now, ok);
		expect(calls.calls()[1]).toBe(before[0]);
	});

	test('keeps the newest of each kind, whatever comes in between, as a plain list would', () => {
		fc.assert(
			fc.property(fc.array(fc.boolean(), { maxLength: 40 }), fc.nat(10), (kinds, most) => {
				const calls = store(most + 1);
				const plain = kinds.map((isOrder, index) => ({ isOrder, seq: index + 1 }));
				for (const isOrder of kinds) calls.add(isOrder ? order : read, now, ok);
				const newest = (isOrder: boolean) => plain.filter((one) => one.isOrder === isOrder).slice(-most - 1);
				const expected = [...newest(true), ...newest(false)].map(({ seq }) => seq).sort((a, b) => b - a);
				expect(calls.calls().map(({ seq }) => seq)).toEqual(expected);
			}),
		);
	});
});
