import fc from 'fast-check';
import { expect, test } from 'vitest';
import { askedIn, helpLines, meantBy } from '../../../src/core/spoken/asked.ts';

const failure = (line: string) => {
	const asked = askedIn(line);
	return asked?.ok === false ? asked.failure : undefined;
};

test.each([
	['status', { is: 'status' }],
	['  STATUS production/* ', { is: 'status', of: 'production/*' }],
	['why production/api', { is: 'why', of: 'production/api' }],
	['logs\tapi', { is: 'logs', of: 'api' }],
	['rollback production/api', { is: 'rollback', of: 'production/api' }],
	['rollback production/api v411', { is: 'rollback', of: 'production/api', to: 'v411' }],
	['restart api', { is: 'restart', of: 'api' }],
	['scale api 3', { is: 'scale', of: 'api', to: '3' }],
	['takeover production/api', { is: 'takeover', of: 'production/api' }],
	['help', { is: 'help' }],
	['quit', { is: 'quit' }],
])('%j is heard', (line, value) => {
	expect(askedIn(line)).toEqual({ ok: true, value });
});

test('what is not understood is told with what was probably meant, or how it is typed', () => {
	expect(askedIn(' \t')).toBeUndefined();
	expect(failure('stauts')).toMatchObject({ message: 'There is no command stauts.', fix: 'Did you mean `status`?' });
	expect(failure('why')?.message).toBe('why is typed so: why ENV/SERVICE.');
	expect(failure('quit now')?.message).toBe('quit is typed so: quit.');
	expect(failure('rollback a b c')?.message).toBe('rollback is typed so: rollback ENV/SERVICE [RELEASE].');
	expect(failure('scale api')?.message).toBe('scale is typed so: scale ENV/SERVICE REPLICAS.');
	expect(failure('constructor')?.message).toBe('There is no command constructor.');
});

test('no typed line is taken for a change but one that begins with its word', () => {
	fc.assert(
		fc.property(fc.string(), (line) => {
			const asked = askedIn(line);
			if (
				asked?.ok !== true ||
				!['rollback', 'restart', 'scale', 'takeover', 'stop', 'start', 'deploy'].includes(asked.value.is)
			)
				return;
			expect(line.trim().toLowerCase().startsWith(asked.value.is)).toBe(true);
		}),
	);
});

test('help has a line for each command', () => {
	expect(helpLines()).toHaveLength(12);
	expect(helpLines()).toContain(
		'rollback ENV/SERVICE [RELEASE]: plans a roll back, tells the plan and asks for your word.',
	);
});

test('a service is meant by its id, or by a name that only one has', () => {
	const ids = ['production/api', 'staging/api', 'production/web'];
	expect(meantBy('staging/api', ids)).toEqual({ ok: true, value: 'staging/api' });
	expect(meantBy('web', ids)).toEqual({ ok: true, value: 'production/web' });
	expect(meantBy('api', ids)).toMatchObject({ failure: { message: 'api may be production/api or staging/api.' } });
	expect(meantBy('production/wbe', ids)).toMatchObject({ failure: { fix: 'Did you mean `production/web`?' } });
});
