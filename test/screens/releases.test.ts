import { describe, expect, test } from 'vitest';
import { commands as all } from '../../src/app/commands.ts';
import type { State } from '../../src/core/state.ts';
import { commands as drawnCommands } from '../../src/screens/index.ts';
import { aPlan, entriesOf, notes } from '../support/plans.ts';
import { drawn as shown } from './drawn.ts';
import { days, fleetState, is, minutes, release, samples, service, start } from './fleet-state.ts';
import { sized } from './found.ts';

const commands = all.filter((command) => !drawnCommands.includes(command));
const drawn = (state: State) => shown(state, { commands });
const hour = minutes(60);
const imageOf = (label: string, digit: string, more = {}) => ({
	...release(label, digit).image,
	...more,
	id: `sha256:${digit.repeat(64)}`,
});
const api = service('production/api', {
	releases: [
		release('v412', 'c', {
			can: 'runs',
			first: start - minutes(18),
			at: start - minutes(18),
			image: imageOf('v412', 'c', { revision: '9c1e2ab0ffff' }),
		}),
		release('v411', 'b', {
			first: start - days(2),
			at: start - days(2),
			until: start - minutes(18),
			image: imageOf('v411', 'b', { revision: '5d00f7e1ffff' }),
		}),
		release('v410', 'a', { can: 'pull', first: start - days(5), at: start - days(5), until: start - days(2) }),
		release('v409', 'e', { can: 'gone', first: start - days(9), at: start - days(9), until: start - days(5) }),
		release('v414', 'f', { proof: 'image only' }),
	],
});
const web = service('production/web', {
	releases: [release('v298', 'd', { can: 'runs', first: start - hour, at: start - hour })],
});
const state = fleetState([web, api], {
	'production/api': is('down', '500 Internal Server Error'),
	'production/web': is('ok', 'running, healthy'),
});

describe('Releases', () => {
	test('says at 80x24 what ran when, whether one can go back to it, and what would change', async () => {
		const screen = await drawn(state);
		await screen.press('5', 'j');
		expect((await screen.text()).slice(1, 20)).toEqual([
			' RELEASES  [of the service]   of all   production/api, 5 releases',
			' target   v411 READY: it ran here, by the ledger',
			' VERSION             COMMIT   SINCE (UTC)  SERVED    5XX STATE   KNOWN',
			' v412                9c1e2ab0 11-21 13:44     18m      - RUNS    by the ledger',
			'>v411                5d00f7e1 11-19 14:02  1d 23h      - READY   by the ledger',
			' v410                -        11-16 14:02      3d      - PULL    by the ledger',
			' v409                -        11-12 14:02      4d      - GONE    by the ledger',
			' v414                -        -                 -      - READY   never ran here',
			' --------------------------------------------------- v411 of production/api ---',
			' back     READY: its image is on the host',
			' known    watchdeck saw it run here and wrote it into its ledger',
			' served   from 11-19 14:02:31 until 11-21 13:44:31 UTC, 1d 23h',
			' image    shop/api:b',
			' commit   5d00f7e1ffff',
			' ------------------------------------------- compared with v412, which runs ---',
			' image    shop/api:b  <-  shop/api:c',
			' id       bbbbbbbbbbbb  <-  cccccccccccc',
			' commit   5d00f7e1ffff  <-  9c1e2ab0ffff',
			'',
		]);
	});

	test('plans with r a roll back to the release under the cursor, and says why not to others', async () => {
		const screen = await drawn(state);
		await screen.press('5', 'r');
		const last = async () => (await screen.text())[22];
		expect(await last()).toBe(' v412 is what runs: select the release to go back to');
		await screen.press('down', 'down', 'down', 'r');
		expect(await last()).toMatch(/^ the image of v409 is not on the host any more/);
		await screen.press('up', 'r');
		const image = `sha256:${'a'.repeat(64)}`;
		expect(screen.events.at(-1)).toMatchObject({
			type: 'action/wanted',
			want: { action: 'rollback', to: image },
			service: 'production/api',
		});
	});

	test('compares with another one after d, and with what runs after d again', async () => {
		const screen = await drawn(state);
		await screen.press('5', 'down', 'down', 'd', 'up');
		const text = async () => (await screen.text()).join('\n');
		expect(await text()).toContain('compared with v410 ---');
		await screen.press('down');
		expect(await text()).toContain('the same one: select another');
		await screen.press('d');
		expect(await text()).toContain('compared with v412, which runs ---');
	});

	test('lists on its second tab what ran of all services, the newest first, and opens one from there', async () => {
		const screen = await drawn(state);
		await screen.press('5', ']');
		const text = await screen.text();
		expect(text[1]).toBe(' RELEASES   of the service   [of all]  of every service that ran, 5 releases');
		expect(text.slice(3, 6).map((row) => row.slice(0, 43).trimEnd())).toEqual([
			'>production/api  v412         11-21 13:44',
			' production/web  v298         11-21 13:02',
			' production/api  v411         11-19 14:02',
		]);
		await screen.press('/', 'v', '2', '9', 'enter', 'enter');
		expect(screen.state().ui).toMatchObject({ screen: 'releases', tab: 0, service: 'production/web' });
	});

	test('lists all where no service is under the cursor', async () => {
		const screen = await drawn(state);
		await screen.press('g', '5');
		expect(screen.state().ui).toMatchObject({ screen: 'releases', tab: 1 });
	});

	test('says who put a release live and how well it served, where journal and history tell', async () => {
		const plan = aPlan({ want: { action: 'rollback', to: `sha256:${'b'.repeat(64)}` } });
		const ran = notes([
			{ what: 'planned', plan },
			{ what: 'confirmed', consent: { by: 'op-2', at: start - days(2), of: '', how: 'enter' } },
			{ what: 'begins', step: 0, way: 'does' },
			{ what: 'verified', text: 'it runs' },
		]);
		const gone = { ...api, instances: [], former: [] };
		const services = { ...state.services, [api.id]: gone };
		const screen = await drawn(sized({ ...state, services, journal: { entries: entriesOf(ran) } }, 200, 50));
		await screen.press('5', 'j');
		const text = (await screen.text()).join('\n');
		expect(text).toMatch(/VERSION .* SINCE \(UTC\) BY +SERVED +5XX STATE/);
		expect(text).toMatch(/v411 .* 11-19 14:02 op-2 +1d 23h +- READY/);
		expect(text).toContain('by       op-2: roll back 7f3a1b2c, 11-19 14:02:31 UTC, VERIFIED');
	});

	test('says where the container of a release is kept', async () => {
		const [old] = api.instances;
		if (old === undefined) throw new Error('there is no container');
		const image = imageOf('v411', 'b');
		const former = [{ ...old, image, name: 'api-rb-7f3a1b2c', state: 'exited' } as const];
		const screen = await drawn({ ...state, services: { ...state.services, [api.id]: { ...api, former } } });
		await screen.press('5', 'j');
		expect((await screen.text()).join('\n')).toContain(' kept     stopped, as api-rb-7f3a1b2c on vps1');
	});

	test('shows at 200x50 the release beside the list, with how the service did', async () => {
		const screen = await drawn(sized(state, 200, 50));
		screen.numbers.append(samples('production/api', 'errors', (place) => (place > 0.4 ? 0.412 : 0.001)));
		await screen.press('5', 'j');
		const text = (await screen.text()).join('\n');
		expect(text).toMatch(/VERSION .* IMAGE +-+ v411 of production\/api ---/);
		expect(text).toMatch(/measured, with its releases ---\n.*\n.*\|.*\n.* 5xx 30m .*\|.* 41\.2%!/);
	});
});
