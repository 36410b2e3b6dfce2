import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { failedCondition, namedCondition, unitStanding } from '../../../src/core/systemd/judge.ts';
import { parseSystemd, type Unit } from '../../../src/core/systemd/units.ts';

const unit = (more: Partial<Unit> = {}): Unit => ({
	...{ name: 'web.service', load: 'loaded', active: 'active', sub: 'running', result: 'success', once: false },
	...more,
});

describe('unitStanding', () => {
	test.each([
		[{}, 0, 'ok: web.service is running'],
		[{}, 1, 'degraded: web.service was started again by systemd once'],
		[{}, 3, 'degraded: web.service was started again by systemd 3 times'],
		[{ active: 'failed', result: 'exit-code', exit: 3 }, 0, 'down: web.service failed: exit-code 3'],
		[{ active: 'failed', result: 'oom-kill' }, 0, 'down: web.service failed: oom-kill'],
		[{ active: 'inactive', sub: 'dead' }, 0, 'down: web.service does not run'],
		[{ active: 'inactive', sub: 'dead', once: true, exit: 0 }, 0, 'ok: web.service has done its work'],
		[
			{ active: 'inactive', sub: 'dead', once: true },
			0,
			'unknown: web.service is not known to have done its work since the host was started',
		],
		[{ active: 'inactive', once: true, result: 'exit-code', exit: 1 }, 0, 'down: web.service does not run'],
		[{ active: 'activating', once: true }, 0, 'ok: web.service is at work'],
		[{ active: 'activating', sub: 'start' }, 0, 'degraded: web.service is starting'],
		[
			{ active: 'activating', sub: 'auto-restart', result: 'signal', exit: 137 },
			0,
			'down: web.service ended and waits to be started again: signal 137',
		],
		[{ active: 'deactivating' }, 0, 'degraded: web.service is stopping'],
		[{ load: 'not-found', active: 'inactive' }, 0, 'down: web.service is not there'],
		[{ load: 'masked', active: 'inactive' }, 0, 'down: web.service is masked: it cannot be started'],
		[{ active: '' }, 0, 'unknown: web.service has a state that is not said'],
		[{ active: 'maintenance' }, 0, 'unknown: web.service has the state maintenance'],
	])('%j with %i restarts', (more, restarts, text) => {
		const { is, because, fix } = unitStanding(unit(more), restarts);
		expect(`${is}: ${because}`).toBe(text);
		expect(fix === undefined).toBe(is === 'ok');
	});
	test.each([
		[{ active: 'failed' }, 'On its host read `systemctl status web.service` and `journalctl -n 50 -u web.service`.'],
		[{ load: 'masked', active: 'inactive' }, 'Let it be started: `systemctl unmask web.service`.'],
		[{ load: 'not-found', active: 'inactive' }, 'Correct its name in `units`, or install it.'],
		[
			{ active: 'failed', name: 'a\\x2d$(id).service' },
			"On its host read `systemctl status 'a\\x2d$(id).service'` and `journalctl -n 50 -u 'a\\x2d$(id).service'`.",
		],
	])('%j has its remedy, with its name as one word', (more, fix) => {
		expect(unitStanding(unit(more), 0).fix).toBe(fix);
	});
});

test('the worst of several is told, and how many stand badly besides', () => {
	const standings = [unit(), unit({ active: '' }), unit({ name: 'b', active: 'failed', result: '' })].map((one) =>
		unitStanding(one, 0),
	);
	expect(namedCondition(standings)).toEqual({
		is: 'down',
		because: 'b failed, and 1 more',
		fix: expect.stringContaining('systemctl status b'),
	});
	expect(namedCondition(standings.slice(0, 1))).toEqual({ is: 'ok', because: 'web.service is running' });
	expect(namedCondition([standings[0], standings[0]].flatMap((one) => one ?? []))).toEqual({
		is: 'ok',
		because: 'all 2 units are well',
	});
	expect(namedCondition([])).toMatchObject({ is: 'down' });
	expect(failedCondition([])).toEqual({ is: 'ok', because: 'no unit has failed' });
	expect(failedCondition([unit({ result: 'timeout' }), unit()])).toEqual({
		is: 'degraded',
		because: 'web.service failed: timeout, and 1 more',
		fix: expect.stringContaining('systemctl status web.service'),
	});
});

test.each(['', 'Welcome', 'clock=1', 'systemd=running'])('%j is no answer', (text) => {
	expect(parseSystemd(text)).toBeUndefined();
});

test('whatever a unit says of itself, it is one unit', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary' }), (description) => {
			const line = description.replaceAll('\n', ' ');
			const text = `clock=1\nsystemd=running\nunit=Id=a.service\nunit=Description=${line}\n`;
			expect(parseSystemd(text)?.units.map(({ name }) => name)).toEqual(['a.service']);
		}),
	);
});
