import { expect, test } from 'vitest';
import { redactedReading } from '../../src/app/redaction.ts';
import type { BackupFound, RestoreProof } from '../../src/core/finding.ts';
import { saidOf, serviceJson, taskJson } from '../core/engine/swarm.ts';
import { containerOf } from '../core/engine/world.ts';

const redact = (text: string) => text.replaceAll('pl4nted', '(secret)');
const err = { State: 'failed', Err: 'starting container failed: exec: "./run --token=pl4nted": not found' };
const update = { UpdateStatus: { State: 'paused', Message: 'update paused: task said pl4nted' } };
const said = saidOf([serviceJson('api', update)], [taskJson('api', 1, 'failed', 2, { Status: err })]);
const facts = { host: 'vps1', whole: true, images: [] } as const;

test('what engines and Swarm say in words of their own has no secret', () => {
	const container = containerOf('api', 1, { healthSays: 'GET /?key=pl4nted: 500' });
	const engine = { ...facts, containers: [container], swarm: { ok: true, value: said } } as const;
	const told = JSON.stringify(redactedReading({ engine }, redact));
	expect(told).not.toContain('pl4nted');
	for (const kept of ['./run --token=(secret)', 'task said (secret)', 'key=(secret)']) expect(told).toContain(kept);
	const failure = { kind: 'refused', message: 'no leader: pl4nted' } as const;
	const lost = redactedReading({ engine: { ...engine, swarm: { ok: false, failure } } }, redact);
	expect(JSON.stringify(lost)).not.toContain('pl4nted');
});

test('what a restore test and a remote said of a dataset has no secret, wherever it stands', () => {
	const proof: RestoreProof = {
		...{ file: 'shop-1', at: 1, took: 1, is: 'failed', says: 'FATAL: pl4nted' },
		checks: [{ name: 'orders', is: 'failed', says: 'ERROR: pl4nted' }],
	};
	const found: BackupFound = {
		is: 'backup',
		...{ name: 'shop', place: '/b', file: 'shop-1', proofs: [proof] },
		copies: [{ file: 'shop-1', at: 1, bytes: 1, proof }],
		offSite: { remote: 'r2:b', at: 1, failure: 'https://x?key=pl4nted: 403' },
	};
	const told = JSON.stringify(redactedReading({ findings: [found] }, redact));
	expect(told).not.toContain('pl4nted');
	expect(told.match(/\(secret\)/g)?.length).toBe(5);
});
