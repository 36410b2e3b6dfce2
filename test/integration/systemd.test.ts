import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Reading } from '../../src/core/probe.ts';
import { schedule } from '../../src/probes/schedule.ts';
import { systemd } from '../../src/probes/systemd.ts';
import { describeLab } from '../lab/describe.ts';
import { type Systemd, startSystemd } from '../lab/systemd.ts';
import { type Places, placesOf } from './places.ts';

const units = {
	'good.service': '[Service]\nExecStart=/bin/sleep 1000\n',
	'bad.service': '[Service]\nType=oneshot\nExecStart=/bin/sh -c "exit 3"\n',
	'tick.timer': '[Timer]\nOnCalendar=*-*-* 04:05:00\nUnit=bad.service\n',
};
const probe = (kind: string, spec: object) => {
	return { kind, of: 'host/box', every: 60_000, timeout: 10_000, spec: { from: 'box', ...spec } };
};

describeLab('a real systemd', () => {
	let own: Systemd;
	let places: Places;
	beforeAll(async () => {
		own = await startSystemd(units);
		places = await placesOf({ PATH: `${own.path}:${process.env['PATH']}` });
		own.systemctl('start', 'good.service', 'tick.timer');
		own.systemctl('start', '--no-block', 'bad.service');
		await vi.waitFor(() => expect(own.systemctl('list-units', '--failed', '--plain', '--no-legend')).toContain('bad'));
	});
	afterAll(async () => {
		await places?.close();
		await own?.stop();
	});

	test.each(['here', 'over ssh'] as const)('%s', async (where) => {
		const read = async (spec: object): Promise<Reading> => {
			const result = await systemd.read(probe('systemd', spec), places.reach(where));
			if (!result.ok) throw new Error(result.failure.message);
			return result.value;
		};
		const failed = await read({});
		expect(failed.layers?.process).toMatchObject({ is: 'degraded', because: 'bad.service failed: exit-code 3' });
		const named = await read({ units: ['good', 'none'] });
		expect(named.layers?.process).toMatchObject({ is: 'down', because: 'none.service is not there' });
		expect(named.findings).toMatchObject([
			{ name: 'good.service', active: 'active', sub: 'running', restarts: 0, since: expect.any(Number) },
			{ name: 'none.service', active: 'not-found' },
		]);
		const jobs = await schedule.read(probe('schedule', { jobs: {} }), places.reach(where));
		const tick = jobs.ok && jobs.value.findings?.find((one) => one.is === 'job' && one.by === 'timer');
		expect(tick).toMatchObject({ name: 'tick', schedule: '*-*-* 04:05:00', command: '/bin/sh -c exit 3', exit: 3 });
		expect(tick && tick.is === 'job' && (tick.next ?? 0) - Date.now()).toBeGreaterThan(0);
	});
});
