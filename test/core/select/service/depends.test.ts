import { expect, test } from 'vitest';
import type { Service } from '../../../../src/core/model.ts';
import { dependsLines } from '../../../../src/core/select/service/depends.ts';
import { fleetState, is, service } from '../../../screens/fleet-state.ts';

function of(name: string, dependsOn: string): Service {
	const base = service(`shop/${name}`, { platform: 'compose' });
	const labels = {
		'com.docker.compose.project': 'shop',
		'com.docker.compose.service': name,
		'com.docker.compose.depends_on': dependsOn,
	};
	return { ...base, instances: base.instances.map((one) => ({ ...one, labels })) };
}
const told = (one: Service, all: readonly Service[]) =>
	dependsLines(one, fleetState(all, { 'shop/web': is('down', 'exit code 1') })).map((line) =>
		line
			.map(({ text }) => text)
			.join('')
			.trimEnd(),
	);

test('who depends on a service is a tree, with how each stands', () => {
	const all = [of('cdn', 'web'), of('web', 'api'), of('worker', 'api'), of('api', 'postgres'), of('postgres', '')];
	expect(told(all[3] ?? service('shop/api'), all)).toEqual([
		'on it depends',
		'X down      web',
		'  ? unknown   cdn',
		'? unknown   worker',
		'it depends on',
		'? unknown   postgres',
	]);
});

test('what goes in a circle is told once', () => {
	const all = [of('a', 'b'), of('b', 'a')];
	expect(told(all[0] ?? service('shop/a'), all)).toEqual([
		'on it depends',
		'? unknown   b',
		'it depends on',
		'? unknown   b',
	]);
});

test('where nobody writes it down, that is said', () => {
	const one = service('production/api');
	expect(told(one, [one])).toEqual(['not known: only Docker Compose writes on containers what depends on what']);
});
