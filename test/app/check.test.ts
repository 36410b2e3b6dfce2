import { expect, test } from 'vitest';
import { findingsOf } from '../../src/app/check.ts';
import type { ServiceSpec } from '../../src/core/config/fleet.ts';
import { usualProof, usualThresholds } from '../../src/core/config/fleet-of.ts';
import { silentEngine } from '../../src/core/engine/silent.ts';
import type { Condition, Failure } from '../../src/core/model.ts';
import type { LayerFact, State } from '../../src/core/state.ts';
import { aService, aState } from '../support/plans.ts';

const intact = { verified: () => ({ ok: true, value: { lines: 12 } }) as const };
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

test('a host that is reached says by which ssh', () => {
	const state = aState();
	const [host = { name: 'none' }] = state.fleet.hosts;
	const up = { is: 'up', since: 1, through: "the system's ssh, since it goes through another host" } as const;
	const found = findingsOf({ ...state, links: { [host.name]: up } }, intact, []);
	expect(found.find(what(`host ${host.name}`))).toEqual({
		ok: true,
		what: `host ${host.name}`,
		text: "is reached through the system's ssh, since it goes through another host",
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

const spec: ServiceSpec = {
	...{ environment: 'production', name: 'api', platform: 'docker', host: 'vps1', container: 'api', unproven: 'hold' },
	thresholds: usualThresholds,
	proof: usualProof,
};
const withService = (more: Partial<State>): State => {
	const state = aState();
	return { ...state, fleet: { ...state.fleet, services: [spec] }, ...more };
};
const answering = { vps1: { value: { containers: {}, images: [] }, at: 1, misses: 0 } };

test.each<readonly [string, Partial<State>]>([
	['hangs', { engines: { vps1: { misses: 1, failure: silentEngine('vps1') } } }],
	['was never read', { engines: {} }],
])('a service is not said to have no container when the engine %s', (_how, more) => {
	const none = { ...aState().services['production/api'], instances: [] };
	const state = withService({ ...more, services: { 'production/api': { ...aService(), ...none } } });
	expect(findingsOf(state, intact, []).find(what('production/api'))).toEqual({
		ok: false,
		what: 'production/api',
		text: 'was not read: the engine of vps1 could not be',
		fix: 'First mend what fails on vps1, then check again.',
	});
});

test('each failing engine has a remedy, also where its failure names none', () => {
	const failure: Failure = { kind: 'garbled', message: 'No JSON.' };
	const state = withService({ engines: { vps1: { misses: 1, failure } } });
	expect(findingsOf(state, intact, []).find(what('engine on vps1'))?.fix).toContain('systemctl status docker');
});

test('a service that was looked for and has no container is told to be corrected in the config', () => {
	const state = withService({ engines: answering, services: {} });
	expect(findingsOf(state, intact, []).find(what('production/api'))).toMatchObject({ text: 'has no container' });
});

test('a check that answers wrongly says where to look', () => {
	const fact: LayerFact = {
		...{ layer: 'outside', source: 'http', kind: 'http', streak: 1, need: 1, history: [false], every: 1000 },
		observed: { value: { is: 'down', because: '500 Internal Server Error', since: 1 }, at: 1, misses: 0 },
	};
	const state = withService({ engines: answering, layers: { 'production/api': { http: fact } } });
	expect(findingsOf(state, intact, []).find(what('production/api http'))).toEqual({
		ok: false,
		what: 'production/api http',
		text: '500 Internal Server Error',
		fix: 'On vps1 read `docker logs --tail 50 api`; is it well, check `health` of production/api in the config.',
	});
});

test.each<readonly [string, Partial<LayerFact>, Partial<Condition>, string]>([
	['a line of its own', { source: 't', kind: 'tls' }, { fix: 'Renew it.' }, 'Renew it.'],
	['a line without a remedy', { source: 't', kind: 'x' }, {}, 'Check `probes.t` of production/api in the config.'],
	['a redirect', { facts: { status: 302 } }, { fix: 'Expect it.' }, 'Expect it.'],
	['a certificate', {}, { fix: 'Renew it.', certain: true }, 'Renew it.'],
	[
		'health that nobody answers',
		{},
		{ fix: 'Check that it runs.' },
		'Check that it runs. On vps1 read `docker logs --tail 50 api`.',
	],
])('the remedy of %s is its own', (_, more, said, fix) => {
	const fact: LayerFact = {
		...{ layer: 'outside', source: 'http', kind: 'http', streak: 1, need: 1, history: [false], every: 1000 },
		...more,
		observed: { value: { is: 'down', because: 'so it is', since: 1, ...said }, at: 1, misses: 0 },
	};
	const state = withService({ engines: answering, layers: { 'production/api': { [fact.source]: fact } } });
	expect(findingsOf(state, intact, []).find(what(`production/api ${fact.source}`))?.fix).toBe(fix);
});

test('what is only doubted has its remedy too', () => {
	const fact: LayerFact = {
		...{ layer: 'backup', source: 'db', kind: 'backup', streak: 1, need: 1, history: [false], every: 1000 },
		observed: { value: { is: 'degraded', because: 'old', since: 1, fix: 'Run it.' }, at: 1, misses: 0 },
	};
	const found = findingsOf(withService({ layers: { 'host/vps1': { db: fact } } }), intact, []);
	expect(found.find(what('host vps1 db'))).toMatchObject({ doubtful: true, fix: 'Run it.' });
});

test.each([
	[5000, true, 'goes as the one here'],
	[65_000, false, 'is 1m 5s ahead of the one here'],
	[-7000, false, 'is 7s behind the one here'],
])('a clock that is %d ms off', (skew, ok, text) => {
	const state = withService({ engines: answering, hostFacts: { vps1: { value: { skew }, at: 1, misses: 0 } } });
	const found = findingsOf(state, intact, []).find(what('clock of vps1'));
	expect(found).toMatchObject({ ok, text });
	expect(found?.fix === undefined).toBe(ok);
});

test.each([
	['20.10.24', true],
	['19.03.15', false],
])('an engine of %s', (version, ok) => {
	const state = withService({
		engines: { vps1: { ...answering.vps1, value: { containers: {}, images: [], version } } },
	});
	expect(findingsOf(state, intact, []).find(what('engine on vps1'))).toMatchObject({ ok });
});

test.each<readonly [LayerFact['layer'], 'down' | 'degraded' | 'unknown', boolean, true | undefined]>([
	['outside', 'degraded', false, undefined],
	['schedule', 'degraded', true, true],
	['backup', 'unknown', true, true],
	['backup', 'down', false, undefined],
])('a line of a host that says of %s that it is %s', (layer, is, ok, doubtful) => {
	const fact: LayerFact = {
		...{ layer, source: 'own', kind: 'tcp', streak: 1, need: 1, history: [false], every: 1000 },
		observed: { value: { is, because: 'so it is', since: 1 }, at: 1, misses: 0 },
	};
	const found = findingsOf(withService({ layers: { 'host/vps1': { own: fact } } }), intact, []);
	const line = found.find(what('host vps1 own'));
	expect([line?.ok, line?.doubtful, line?.text]).toEqual([ok, doubtful, 'so it is']);
});
