import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { makeExpiry } from '../../src/app/remove-expired.ts';
import { type Headless, type Quiet, withSession } from '../../src/app/run-headless.ts';
import { longSince } from '../../src/app/test-hooks.ts';
import type { JournalEntry } from '../../src/core/journal.ts';
import type { State } from '../../src/core/state.ts';
import type { Want } from '../../src/core/want.ts';
import { describeLab } from '../lab/describe.ts';
import { derive } from '../lab/images.ts';
import { type Lab, startLab } from '../lab/lab.ts';

const id = 'local/api';
const COMPOSE = `
services:
  api:
    image: quiet:live
    command: ["/bin/sleep", "1000000"]
    init: true
    stop_grace_period: 1s
`;
const days = (count: number) => count * 86_400_000;

describeLab('what a roll back kept, on a real engine', () => {
	let lab: Lab;
	let headless: Headless;
	beforeAll(async () => {
		lab = await startLab({ images: ['quiet'], compose: 'v2' });
		await derive(lab.engine, 'quiet:v2', ['ENV RELEASE=v2'], 'quiet:v1');
		headless = {
			fleet: {
				hosts: [{ name: 'vps1', reach: 'local', engine: lab.socket }],
				...{ environments: [], services: [], discover: ['vps1'] },
			},
			operator: 'op-1',
			readOnly: false,
			env: {},
		};
	});
	afterAll(() => lab?.stop());
	afterEach(() => lab.clear());

	/** What a test throws inside a session would else end the program as a bug does. */
	async function within<T>(session: Headless, work: (quiet: Quiet) => Promise<T>): Promise<T> {
		const came = await withSession(session, (quiet) =>
			work(quiet).then(
				(value) => ({ value }),
				(thrown: unknown) => ({ thrown }),
			),
		);
		if ('thrown' in came) throw came.thrown;
		return came.value;
	}

	/** Our clock is so far ahead of what it is; that of the engine and its host stays. */
	function ahead(length: number): () => void {
		const real = Date.now;
		const spy = vi.spyOn(Date, 'now').mockImplementation(() => real.call(Date) + length);
		return () => spy.mockRestore();
	}

	async function change({ session: { acting } }: Quiet, want: Want, of = id): Promise<string> {
		const plan = await acting.plan(want, of, undefined, 0);
		if (!plan.ok) throw new Error(plan.failure.message);
		const confirmed = acting.confirm(plan.value, '--yes');
		if (!confirmed.ok) throw new Error(confirmed.failure.message);
		const performed = await acting.perform(confirmed.value);
		expect(performed).toMatchObject({ ok: true, value: { outcome: 'VERIFIED' } });
		return plan.value.id;
	}

	/** A service that was rolled back twice, so that what is kept now was made by the first roll back, from a pinned name. */
	async function begin() {
		const session = { ...headless, env: lab.env() };
		await lab.run('api', 'quiet:v1');
		// What is seen running is in the ledger, and can be gone back to.
		await within(session, async () => {});
		await lab.rm('api');
		await lab.run('api', 'quiet:v2', { volumes: ['/data'] });
		const [v1, v2] = [await lab.imageId('quiet:v1'), await lab.imageId('quiet:v2')];
		const plans = await within(session, async (quiet) => [
			await change(quiet, { action: 'rollback', to: v1 }),
			await change(quiet, { action: 'rollback', to: v2 }),
		]);
		const [first, last] = plans;
		expect(await lab.names()).toEqual(['api', `api-rb-${last}`]);
		return { session, kept: `api-rb-${last}`, pin: `quiet:rb-${first}` };
	}
	type Begun = Pick<Awaited<ReturnType<typeof begin>>, 'session'>;

	/** A cockpit looks for what has had its time; `clocks`: whose clocks are 8 days ahead. Gives its runs of that kind. */
	async function lookedAt({ session }: Begun, clocks: 'ours' | 'both'): Promise<readonly JournalEntry[]> {
		const back = ahead(days(8));
		try {
			return await within(session, async (quiet) => {
				const state = (): State => {
					const read = quiet.state();
					// A session sees for itself since when a service is well; this one begins with that hour behind it.
					const now = { ...read, conditions: longSince(read.conditions) };
					const observed = now.hostFacts['vps1'] ?? { misses: 1 };
					const value = { ...observed.value, skew: 0 };
					return clocks === 'ours' ? now : { ...now, hostFacts: { vps1: { ...observed, value } } };
				};
				await makeExpiry({ session: quiet.session, state, now: Date.now, stop: new AbortController().signal })('vps1');
				const entries = quiet.session.journal.ok ? await quiet.session.journal.value.read() : quiet.session.journal;
				if (!entries.ok) throw new Error(entries.failure.message);
				const run = entries.value.find((entry) => entry.what === 'planned' && entry.plan.action === 'tidy')?.run;
				return entries.value.filter((entry) => run !== undefined && entry.run === run);
			});
		} finally {
			back();
		}
	}
	const volumes = async () => {
		const { Volumes } = (await lab.engine.ask('GET', '/volumes')) as { readonly Volumes: readonly { Name: string }[] };
		return Volumes.map(({ Name }) => Name);
	};
	const tags = async () => {
		const all = (await lab.engine.ask('GET', '/images/json')) as readonly { RepoTags: readonly string[] | null }[];
		return all.flatMap(({ RepoTags }) => RepoTags ?? []).toSorted();
	};

	test('is removed after 7 days without its volumes; every image and its names stay', async () => {
		const begun = await begin();
		const service = await lab.inspect('api');
		const before = await volumes();
		expect(before).toHaveLength(1);
		const names = await tags();
		expect(names).toContain(begun.pin);
		const run = await lookedAt(begun, 'both');
		expect(run.map(({ what }) => what)).toEqual(['planned', 'confirmed', 'begins', 'ends', 'done', 'verified']);
		expect(run[1]?.what === 'confirmed' && run[1].consent).toMatchObject({
			...{ by: 'op-1', how: 'kept 7 days', why: `as op-1 agreed with change ${begun.kept.slice(-8)}` },
		});
		expect(await lab.names()).toEqual(['api']);
		expect(await lab.inspect('api')).toEqual(service);
		// What was kept is gone; what the roll back left is known all the same.
		expect(service).toMatchObject({ Config: { Labels: { 'watchdeck.left': await lab.imageId('quiet:v1') } } });
		expect(await volumes()).toEqual(before);
		expect(await tags()).toEqual(names);
	});

	test('goes so with Compose too, where it is a name of an image: only by both clocks, and no other name', async () => {
		const session = { ...headless, env: lab.env() };
		await lab.engine.ask('POST', `/images/${await lab.imageId('quiet:v1')}/tag`, {
			query: { repo: 'quiet', tag: 'live' },
		});
		await lab.compose('shop', COMPOSE);
		const plan = await within(session, (quiet) => change(quiet, { action: 'deploy', image: 'quiet:v2' }, 'shop/api'));
		const [pin, names] = [`quiet:old-${plan}`, await tags()];
		expect(names).toContain(pin);
		const service = await lab.inspect('shop-api-1');
		expect(await lookedAt({ session }, 'ours')).toEqual([]);
		expect(await tags()).toEqual(names);
		const run = await lookedAt({ session }, 'both');
		expect(run.map(({ what }) => what)).toEqual(['planned', 'confirmed', 'begins', 'ends', 'done', 'verified']);
		expect(await tags()).toEqual(names.filter((name) => name !== pin));
		expect(await lab.inspect('shop-api-1')).toEqual(service);
	});

	test('stays where only our clock says that 7 days are over', async () => {
		const begun = await begin();
		expect(await lookedAt(begun, 'ours')).toEqual([]);
		expect(await lab.names()).toEqual(['api', begun.kept]);
	});

	test('stays while the service does not run', async () => {
		const begun = await begin();
		await lab.halt('api');
		expect(await lookedAt(begun, 'both')).toEqual([]);
		expect(await lab.names()).toEqual(['api', begun.kept]);
	});

	test('stays where somebody started it since', async () => {
		const begun = await begin();
		await lab.engine.ask('POST', `/containers/${begun.kept}/start`);
		expect(await lookedAt(begun, 'both')).toEqual([]);
		expect(await lab.names()).toEqual(['api', begun.kept]);
	});
}, ['v2']);
