import { expect, test } from 'vitest';
import { passphraseQuestion } from '../../src/app/passphrase.ts';

test.each([
	['C', 'Passphrase of /home/zo?/.ssh/id for vps1 (esc: without it):'],
	['C.UTF-8', 'Passphrase of /home/zoë/.ssh/id for vps1 (esc: without it):'],
])('the question for a passphrase is in signs that a locale %s has', (locale, question) => {
	const asked = { host: 'vps1', path: '/home/zoë/.ssh/\u001b[31mid', again: false };
	expect(passphraseQuestion(asked, { LC_ALL: locale })).toBe(question);
	expect(passphraseQuestion({ ...asked, again: true }, { LC_ALL: locale })).toBe(`That was not it. ${question}`);
});
