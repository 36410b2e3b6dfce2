import { describe, expect, test } from 'vitest';
import { planLabel } from '../../../../src/core/engine/labels.ts';
import type { JournalEntry } from '../../../../src/core/journal.ts';
import type { Instance, Release, Service } from '../../../../src/core/model.ts';
import { runsIn } from '../../../../src/core/select/journal/runs.ts';
import { livesOf, runsOf } from '../../../../src/core/select/releases/live.ts';
import { aPlan, aService, check, days, entriesOf, instance, minutes, notes, start } from '../../../support/plans.ts';

const consent = { by: 'op-2', at: start, of: '', how: 'enter' } as const;
const begun = [
	{ what: 'confirmed', consent },
	{ what: 'begins', step: 0, way: 'does' },
	{ what: 'ends', step: 0, way: 'does', took: 10, output: '' },
] as const;
const verified = entriesOf(
	notes([{ what: 'planned', plan: aPlan() }, ...begun, { what: 'verified', text: 'it runs' }]),
);
const failure = { kind: 'refused', message: 'the name is in use' } as const;
const undone = entriesOf(
	notes([
		{ what: 'planned', plan: aPlan() },
		...begun,
		{ what: 'ends', step: 1, way: 'does', took: 10, output: '', failure },
		{ what: 'undone', text: 'as before' },
	]),
);

const v411: Release = {
	id: 'b',
	label: 'v411',
	image: { id: `sha256:${'b'.repeat(64)}` },
	at: start,
	proof: 'ledger',
	can: 'runs',
};
/** The service, running what the run put there, or what this container is. */
function running(more: Partial<Instance> = {}): Service {
	const made = { created: start + 2000, started: start + 2500, labels: { [planLabel]: '7f3a1b2c' } };
	return aService({ instances: [instance('new', 'b', { ...made, ...more })], former: [], releases: [v411] });
}

const told = (service: Service, entries: readonly JournalEntry[], release = v411) => {
	const { live, inVain } = livesOf(service, runsIn(entries));
	return { live: live(release), inVain: inVain(release) };
};

describe('who put a release live', () => {
	test('is said by the run whose plan the container bears, with how that came out', () => {
		const { live, inVain } = told(running(), verified);
		expect(live).toMatchObject({ run: '7f3a1b2c', by: 'op-2', what: 'roll back', at: start, outcome: 'VERIFIED' });
		expect(inVain).toBeUndefined();
	});

	test('is not known of a container that another plan made, or that somebody made later by hand', () => {
		expect(told(running({ labels: { [planLabel]: 'ffffffff' } }), verified).live).toBeUndefined();
		expect(told(running({ labels: {}, created: start + days(1) }), verified).live).toBeUndefined();
	});

	test('is said of a container without a label that was made while the run went on', () => {
		expect(told(running({ labels: {} }), verified).live).toMatchObject({ by: 'op-2' });
	});

	test('is said of one whose container is gone, unless the run was undone', () => {
		const gone = aService({ instances: [], former: [] });
		expect(told(gone, verified, { ...v411, can: 'ready' }).live).toMatchObject({ by: 'op-2' });
		const { live, inVain } = told(gone, undone, { ...v411, can: 'ready' });
		expect(live).toBeUndefined();
		expect(inVain).toMatchObject({ by: 'op-2', outcome: 'FAILED, UNDONE' });
	});

	test('is not said by a run that only was planned, nor by one of another service or image', () => {
		const planned = entriesOf(notes([{ what: 'planned', plan: aPlan() }, begun[0]]));
		expect(told(running(), planned).live).toBeUndefined();
		const other = aService({ ...running(), id: 'production/web' });
		expect(told(other, verified).live).toBeUndefined();
		expect(told(running(), verified, { ...v411, image: { id: `sha256:${'a'.repeat(64)}` } }).live).toBeUndefined();
	});

	test('is not said by a restart, though its proof names the image', () => {
		const proof = check('runs v411');
		const plan = aPlan({
			action: 'restart',
			want: { action: 'restart' },
			proof: [{ ...proof, probe: { ...proof.probe, spec: { image: v411.image?.id } } }],
		});
		const restarted = entriesOf(notes([{ what: 'planned', plan }, ...begun, { what: 'verified', text: 'it runs' }]));
		expect(told(running(), restarted).live).toBeUndefined();
	});

	test('is said by a deploy that knew its image by the digest', () => {
		const proof = check('runs v411');
		const spec = { host: 'vps1', container: 'api', digest: 'sha256:d1' };
		const plan = aPlan({
			action: 'deploy',
			want: { action: 'deploy', image: 'shop/api:v411' },
			proof: [{ ...proof, probe: { ...proof.probe, spec } }],
		});
		const deployed = entriesOf(notes([{ what: 'planned', plan }, ...begun, { what: 'verified', text: 'it runs' }]));
		const image = { id: 'sha256:b', digest: 'sha256:d1' };
		expect(told(running({ image }), deployed, { ...v411, image }).live).toMatchObject({ what: 'deploy', by: 'op-2' });
		const other = { id: 'sha256:b', digest: 'sha256:d2' };
		expect(told(running({ image: other }), deployed, { ...v411, image: other }).live).toBeUndefined();
	});

	test('is said by a deploy on Compose, whose proof is about all containers of the service', () => {
		const proof = check('runs v411');
		const spec = { host: 'vps1', labels: {}, images: [v411.image?.id] };
		const plan = aPlan({
			action: 'deploy',
			want: { action: 'deploy', image: 'shop/api:v411' },
			proof: [{ ...proof, probe: { ...proof.probe, spec } }],
		});
		const deployed = entriesOf(notes([{ what: 'planned', plan }, ...begun, { what: 'verified', text: 'it runs' }]));
		expect(told(running({ labels: {} }), deployed).live).toMatchObject({ what: 'deploy', by: 'op-2' });
	});

	test('is said by the newest of several runs', () => {
		const later = notes(
			[
				{ what: 'planned', plan: aPlan({ id: '00000002' }) },
				{ what: 'confirmed', consent: { ...consent, by: 'op-3', at: start + minutes(5) } },
				...begun.slice(1),
				{ what: 'not verified', text: 'left', left: true },
			],
			'00000002',
			start + minutes(5),
		);
		const entries = entriesOf([...verified, ...later]);
		const gone = aService({ instances: [], former: [] });
		expect(told(gone, entries).live).toMatchObject({ by: 'op-3', outcome: 'DONE, NOT VERIFIED' });
	});
});

test('only the runs of the service are taken out of the journal', () => {
	const other = notes([{ what: 'planned', plan: aPlan({ id: '00000003', service: 'staging/web' }) }], '00000003');
	const journal = { entries: entriesOf([...verified, ...other]) };
	expect(runsOf({ journal }, 'production/api').map(({ id }) => id)).toEqual(['7f3a1b2c']);
	expect(runsOf({ journal }, 'production/db')).toEqual([]);
});
