import { expect, test } from 'vitest';
import { keptNames, namesToEnd } from '../../src/app/kept-names.ts';
import type { ImageOnHost } from '../../src/core/engine/facts.ts';
import { keptByName } from '../../src/core/engine/pinned.ts';
import { aPlan, aService, entriesOf, notes } from '../support/plans.ts';

const [one, two] = ['sha256:one', 'sha256:two'];
const image = (id: string, ...refs: readonly string[]): ImageOnHost => ({ id, refs });
const images = [
	image(one, 'live:v1', 'live:old-00000001', 'live:was-00000002'),
	image(two, 'live:old-00000003', 'live:rb-00000004', 'live:good-aaaaaaaaaaaa', 'live:old-1', 'live:old-000000012'),
];
const state = { engines: { vps1: { value: { containers: {}, images }, at: 1, misses: 0 } } };
const service = aService({ platform: 'compose', hosts: ['vps1'] });
const failure = { kind: 'refused', message: 'locked' } as const;

/** A journal that has these runs, of these services. */
function journalOf(runs: Readonly<Record<string, string>>) {
	return {
		read: async ({ run = '' } = {}) => {
			const of = runs[run];
			const entries =
				of === undefined ? [] : entriesOf(notes([{ what: 'planned', plan: aPlan({ id: run, service: of }) }], run));
			return { ok: true, value: entries } as const;
		},
	};
}
const names = async (runs: Readonly<Record<string, string>>, of = service) => {
	const kept = await keptNames(state, journalOf(runs), of);
	return kept.ok ? kept.value.map(({ pinned }) => pinned.name) : [];
};

test('of the names on a host those are a service’s that its own changes made, by our journal', async () => {
	expect(await names({ '00000001': service.id, '00000002': service.id, '00000003': 'production/web' })).toEqual([
		'live:old-00000001',
		'live:was-00000002',
	]);
	expect(await names({})).toEqual([]);
	expect(await names({ '00000001': service.id }, { ...service, platform: 'docker' })).toEqual([]);
	expect(await names({ '00000001': service.id }, { ...service, hosts: ['vps2'] })).toEqual([]);
});

test('without a journal there are none; one that fails to be read is said', async () => {
	expect(await namesToEnd(state, { ok: false, failure }, service)).toEqual({ ok: true, value: [] });
	const failing = { read: async () => ({ ok: false, failure }) as const };
	expect(await namesToEnd(state, { ok: true, value: failing }, service)).toEqual({ ok: false, failure });
	expect(await namesToEnd(state, { ok: true, value: journalOf({ '00000001': service.id }) }, service)).toEqual({
		ok: true,
		value: [{ host: 'vps1', name: 'live:old-00000001' }],
	});
});

test('a release that does not run is listed with the names that keep its image', () => {
	const release = { id: one, label: 'v1', image: { id: one }, proof: 'ledger', can: 'ready' } as const;
	expect(keptByName(service, release, state).map(({ name }) => name)).toEqual([
		'live:old-00000001',
		'live:was-00000002',
	]);
	expect(keptByName(service, { ...release, can: 'runs' }, state)).toEqual([]);
	expect(keptByName({ ...service, platform: 'docker' }, release, state)).toEqual([]);
});
