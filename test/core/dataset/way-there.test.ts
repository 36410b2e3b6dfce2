// Where no program can be run, what is missing is named: docker, the container or the account, before the client.
import { describe, expect, onTestFinished, test } from 'vitest';
import type { DatasetKindName } from '../../../src/core/dataset/kind-name.ts';
import { ordersOf, type Words } from '../../support/dataset-order.ts';
import { posixShells } from '../../support/stand-ins.ts';

const running = "echo 'unable to find user nobody-here: no matching entries in passwd file' >&2; exit 1";
const dockers = [
	['docker, which is not there', 'exit 127', 'docker is not there: install it on this host, or name no container'],
	[
		'a container that is not there',
		"echo 'Error response from daemon: No such container: nope' >&2; exit 1",
		'there is no container nope on this host',
	],
	[
		'a container that is stopped',
		'case $1 in container) echo false ;; *) exit 1 ;; esac',
		'the container nope does not run',
	],
	[
		'an engine that does not answer',
		"echo 'Cannot connect to the Docker daemon' >&2; exit 1",
		'docker does not say how the container nope is: Cannot connect to the Docker daemon',
	],
	[
		'an account that is not in the container',
		`case $1 in container) echo true ;; *) ${running} ;; esac`,
		'nothing can be run there as nobody-here: unable to find user nobody-here: no matching entries in passwd file',
	],
] as const;

describe.each(posixShells)('in %s', (_name, shell) => {
	const stand = (kind: DatasetKindName, words: Words, docker = 'exit 1'): string | undefined => {
		const orders = ordersOf(kind, shell, () => ({ database: 'shop', path: '/tmp/none', ...words }));
		onTestFinished(orders.remove);
		orders.put('docker', docker);
		orders.put('sqlite3', 'exit 0');
		const { code, err } = orders.give('stand');
		expect(code).not.toBe(0);
		return err.trim().split('\n').at(-1);
	};

	test.each(['postgres', 'mysql', 'redis', 'sqlite'] as const)('%s: an account that is not there', (kind) => {
		expect(stand(kind, { as: 'nobody-here' })).toBe('there is no account nobody-here on this host');
	});

	test.each([
		['sqlite', 'file'],
		['files', 'folder'],
	] as const)('%s: a path that is not there may be mistyped, or lost', (kind, what) => {
		const advice = `check path in the config, or to restore what was lost, first make an empty ${what} with its owner and mode there`;
		expect(stand(kind, {})).toBe(`/tmp/none is not there: ${advice}`);
	});

	describe.each(['postgres', 'mysql', 'redis'] as const)('%s', (kind) => {
		test.each(dockers)('%s', (_what, docker, said) => {
			expect(stand(kind, { container: 'nope', as: 'nobody-here' }, docker)).toBe(said);
		});
	});
});
