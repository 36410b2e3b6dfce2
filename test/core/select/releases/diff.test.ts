import { expect, test } from 'vitest';
import type { Instance } from '../../../../src/core/model.ts';
import { differences } from '../../../../src/core/select/releases/diff.ts';
import { chosenTarget } from '../../../../src/core/select/releases/listed.ts';
import { releaseOf } from '../../../../src/core/select/releases/rows.ts';
import { fleetState, release, service } from '../../../screens/fleet-state.ts';

const kept: Instance = {
	...{ host: 'vps1', id: 'old', name: 'api-v411', restarts: 0, state: 'exited', health: 'none' },
	image: { id: `sha256:${'b'.repeat(64)}` },
	labels: { 'com.docker.compose.project': 'shop', 'com.docker.compose.config-hash': 'x' },
};
const state = fleetState(
	[
		service('production/api', {
			former: [kept],
			releases: [release('v412', 'c', { can: 'runs' }), release('v411', 'b'), release('v410', 'a', { can: 'unknown' })],
		}),
	],
	{},
);
const row = (digit: string) => releaseOf(state, `production/api sha256:${digit.repeat(64)}`);
const differ = (a: string, b: string) => {
	const [here, there] = [row(a), row(b)];
	return here === undefined || there === undefined ? undefined : differences(here, there);
};

test('two releases differ in their images, and in the labels of their containers where both are there', () => {
	expect(differ('b', 'c')).toEqual([
		{ what: 'image', here: 'shop/api:b', there: 'shop/api:c' },
		{ what: 'id', here: 'bbbbbbbbbbbb', there: 'cccccccccccc' },
		{ what: 'label com.docker.compose.project', here: 'shop', there: undefined },
	]);
	expect(differ('a', 'b')?.map(({ what }) => what)).toEqual(['image', 'id']);
	expect(differ('c', 'c')).toEqual([]);
});

test('a roll back goes to the release under the cursor, where its image can be had', () => {
	const under = (digit: string) => ({
		...state,
		ui: {
			...state.ui,
			screen: 'releases' as const,
			service: 'production/api',
			selected: { releases: row(digit)?.id ?? '' },
		},
	});
	expect(chosenTarget(under('b'))).toEqual({ to: `sha256:${'b'.repeat(64)}` });
	expect(chosenTarget(under('c'))).toEqual({ none: 'v412 is what runs: select the release to go back to' });
	expect(chosenTarget(under('a'))).toEqual({ none: 'it is not known whether the image of v410 is still there' });
	expect(chosenTarget(state)).toEqual({ none: 'no release is selected' });
});
