import { expect, test } from 'vitest';
import { findingsOf } from '../../src/app/check.ts';
import type { Failure } from '../../src/core/model.ts';
import { aState } from '../support/plans.ts';

const intact = { verified: () => ({ ok: true, value: 12 }) as const };
const what = (of: string) => (finding: { readonly what: string }) => finding.what === of;

test('a journal whose lines are as they were written is found well', () => {
	const found = findingsOf(aState(), intact, []);
	expect(found.find(what('journal'))).toEqual({
		ok: true,
		what: 'journal',
		text: 'each of its 12 lines is as it was written',
	});
});

test('a line of the journal that was changed is found, with what to do', () => {
	const failure: Failure = { kind: 'changed', message: 'Line 2 is not as it was written.', fix: 'Compare it.' };
	const found = findingsOf(aState(), { verified: () => ({ ok: false, failure }) }, []);
	expect(found.find(what('journal'))).toEqual({
		ok: false,
		what: 'journal',
		text: 'Line 2 is not as it was written.',
		fix: 'Compare it.',
	});
});

test('each engine that does not answer is found, with what to do', () => {
	const failure: Failure = { kind: 'refused', message: 'The engine is not running.', fix: 'Start it.' };
	const state = aState();
	const [host = { name: 'none' }] = state.fleet.hosts;
	const found = findingsOf({ ...state, engines: { [host.name]: { misses: 1, failure } } }, intact, []);
	expect(found.find(what(`engine on ${host.name}`))).toMatchObject({ ok: false, fix: 'Start it.' });
});

test('where nothing was found to watch, each place that was looked at is named', () => {
	const found = findingsOf(aState(), intact, ['/var/run/docker.sock is not there']);
	expect(found[0]).toMatchObject({ ok: false, text: '/var/run/docker.sock is not there' });
});
