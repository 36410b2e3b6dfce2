import { expect, test } from 'vitest';
import type { JournalEntry, Note } from '../../../../src/core/journal.ts';
import type { Instance, Release, Service } from '../../../../src/core/model.ts';
import type { Plan } from '../../../../src/core/plan.ts';
import { inverseOf } from '../../../../src/core/select/service/inverse.ts';
import { instance, release, service } from '../../../actions/service.ts';
import { aPlan, aState, check, start } from '../../../support/plans.ts';

const of = { at: start, by: 'anna' };
const consent = { by: 'anna', at: start, of: '', how: 'enter' } as const;
type End = Extract<Note['what'], 'verified' | 'not verified' | 'undone'>;

/** A journal with these runs, oldest first, each with its end. */
const journalOf = (...runs: readonly (readonly [Plan, End])[]): readonly JournalEntry[] =>
	runs
		.flatMap(([plan, what], index): readonly Note[] => {
			const run = { ...of, at: start + index, run: plan.id };
			return [
				{ ...run, what: 'planned', plan },
				{ ...run, what: 'confirmed', consent },
				{ ...run, what, text: 'so', ...(what === 'not verified' ? { left: true as const } : {}) },
			];
		})
		.map((note, index) => ({ ...note, seq: index + 1, prev: '', hash: '' }));

const stands = [{ host: 'vps1', id: 'old1', name: 'api', image: 'sha256:old' }];
const rolled = aPlan({ id: '11111111', stands });
const former = (name: string, image: string): Instance =>
	instance({ id: name, name, image: { id: image }, state: 'exited' });
const known = (label: string, id: string, can: Release['can'] = 'ready') => release(label, { image: { id }, can });
const inverse = (api: Partial<Service>, ...runs: readonly (readonly [Plan, End])[]) =>
	inverseOf({ ...aState(), journal: { entries: journalOf(...runs) } }, service(api));

test('a roll back or deploy is undone by going back to what it kept, else to what it stood on', () => {
	const releases = [known('v2', 'sha256:new', 'runs'), known('v1', 'sha256:old'), known('v0', 'sha256:kept')];
	const to = (image: string) => ({ want: { action: 'rollback', to: image } });
	expect(inverse({ releases }, [rolled, 'verified'])).toEqual(to('sha256:old'));
	const kept = [former('api-rb-22222222', 'sha256:new'), former('api-rb-11111111', 'sha256:kept')];
	expect(inverse({ releases, former: kept }, [rolled, 'verified'])).toEqual(to('sha256:kept'));
	const deployed = { ...rolled, action: 'deploy', want: { action: 'deploy', image: 'shop/api:v2' } } as const;
	expect(inverse({ releases }, [deployed, 'not verified'])).toEqual(to('sha256:old'));
});

test('what was undone by itself, and what nobody asked for, is no change to be undone', () => {
	const releases = [known('v1', 'sha256:old')];
	const later = aPlan({ id: '33333333', action: 'stop', want: { action: 'stop' } });
	expect(inverse({ releases }, [rolled, 'verified'], [later, 'undone'])).toMatchObject({ want: { to: 'sha256:old' } });
	const tidied = aPlan({ id: '44444444', unasked: true, action: 'tidy', want: { action: 'tidy', containers: [] } });
	expect(inverse({ releases }, [rolled, 'verified'], [tidied, 'verified'])).toMatchObject({
		want: { action: 'rollback' },
	});
	expect(inverse({ releases })).toEqual({ none: 'no change of it that stayed is in the journal' });
});

test('the newest change counts: a stop is undone by a start, a start by a stop, a restart by nothing', () => {
	const plan = (action: 'stop' | 'start' | 'restart') => aPlan({ id: '55555555', action, want: { action } });
	expect(inverse({}, [rolled, 'verified'], [plan('stop'), 'verified'])).toEqual({ want: { action: 'start' } });
	expect(inverse({}, [plan('start'), 'verified'])).toEqual({ want: { action: 'stop' } });
	expect(inverse({}, [plan('restart'), 'verified'])).toEqual({
		none: 'its last change was a restart: there is nothing to undo',
	});
});

test('of a Swarm the spec of before says which image it had and how many replicas', () => {
	const before = {
		...check('as then'),
		probe: { ...check('').probe, spec: { image: 'shop/api@sha256:d1', replicas: 3 } },
	};
	const looks = { name: 'api', before, after: before };
	const { stands: _none, ...bare } = rolled;
	const releases = [release('v1', { image: { id: 'sha256:i1', digest: 'sha256:d1' }, can: 'ready' })];
	expect(inverse({ releases }, [{ ...bare, looks, stands: [] }, 'verified'])).toEqual({
		want: { action: 'rollback', to: 'sha256:i1' },
	});
	const scaled = { ...bare, action: 'scale', want: { action: 'scale', to: 5 } } as const;
	expect(inverse({}, [{ ...scaled, looks }, 'verified'])).toEqual({ want: { action: 'scale', to: 3 } });
	expect(inverse({}, [scaled, 'verified'])).toEqual({ none: 'how many replicas it had is not known' });
});

test('what it left may run again by now, or be unknown', () => {
	expect(inverse({ releases: [known('v1', 'sha256:old', 'runs')] }, [rolled, 'verified'])).toEqual({
		none: 'v1, which its last change left, runs again already',
	});
	expect(inverse({ releases: [] }, [rolled, 'verified'])).toEqual({
		none: 'the release that its last change left is not known here any more',
	});
});
