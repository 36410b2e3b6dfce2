import { expect, test } from 'vitest';
import { containerLines } from '../../../../src/core/select/service/instances.ts';
import { makeNumbers } from '../../../../src/store/series.ts';
import { fleetState, minutes, service, start } from '../../../screens/fleet-state.ts';

test('each of several containers tells what it uses now; of a single one the curves do', () => {
	const one = service('shop/web');
	const [instance] = one.instances;
	if (instance === undefined) throw new Error('no container');
	const two = { ...one, instances: ['web-1', 'web-2'].map((name) => ({ ...instance, name, id: name })) };
	const { append, numbers } = makeNumbers();
	append([
		{ series: 'shop/web/cpu', at: start, value: 0.9 },
		{ series: 'shop/web/web-1/cpu', at: start, value: 0.12 },
		{ series: 'shop/web/web-1/memory', at: start, value: 0.5 },
		{ series: 'shop/web/web-2/cpu', at: start - minutes(2), value: 0.34 },
	]);
	const feeds = { numbers, lines: () => ({ lines: [], seen: 0, dropped: 0 }) };
	const told = (of: typeof one) =>
		containerLines(of, { state: fleetState([of], {}), feeds, now: start, width: 200 })
			.map((line) => line.map(({ text }) => text).join(''))
			.join('\n');
	expect(told(two)).toContain('0 restarts, cpu 12%, memory 50%, image shop/api:c');
	expect(told(two).match(/cpu/g)).toHaveLength(1);
	expect(told(one)).not.toContain('cpu');
	expect(told({ ...one, instances: [] })).toBe('it has no container');
});
