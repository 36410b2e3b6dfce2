import { expect, test } from 'vitest';
import { refusalOf } from '../../../src/core/engine/refusal.ts';
import type { Failure } from '../../../src/core/model.ts';
import { write } from '../../support/plans.ts';

const failure: Failure = { kind: 'missing', message: 'POST /images/sha256:… of the engine on vps1 answered 404' };
const meant = (said: string) =>
	refusalOf({ call: write('/x'), way: 'does' }, failure, JSON.stringify({ message: said }));

test.each([
	['No such image: sha256:0123', 'The image is gone from vps1.', 'another release'],
	['No such container: old', 'A container of this plan is gone from vps1.', 'then plan again'],
	[
		'driver failed programming external connectivity on endpoint api (0f): Bind for 0.0.0.0:8080 failed: port is already allocated',
		'Port 8080 is taken on vps1.',
		'docker ps --filter publish=8080',
	],
	[
		'Error starting userland proxy: listen tcp4 0.0.0.0:18081: bind: address already in use',
		'Port 18081 is taken on vps1.',
		'ss -ltnp',
	],
	[
		'sandbox f04e8d09a824 not found',
		'A container of this plan ended at once on vps1, and is started again and again.',
		'docker logs',
	],
	['write /var/lib/docker/tmp/x: no space left on device', 'The disk of vps1 is full.', 'docker system df'],
])('%s is told in plain words, with what to do', (said, message, fix) => {
	expect(meant(said)).toMatchObject({ kind: 'missing', message, fix: expect.stringContaining(fix) });
});

test('what is not common stays as it is, with where to look', () => {
	const fix = 'Look at the log of the engine on vps1 (journalctl -u docker), then plan again.';
	expect(meant('server error')).toEqual({ ...failure, message: `${failure.message}.`, fix });
	expect(refusalOf({ call: write('/x'), way: 'does' }, { ...failure, fix: 'Wait.' }, '').fix).toBe('Wait.');
});
