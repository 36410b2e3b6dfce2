import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hidden, redact } from '../../src/core/redact.ts';
import { lineRedactor } from '../../src/core/redact-lines.ts';

const plain = (text: string) => redact(text, []);
const lines = (text: string) => {
	const safe = lineRedactor(plain);
	return text.split('\n').map(safe);
};

test('a private key has no line of it left, though each line is looked at by itself', () => {
	const body = ['MIIEvQIBADANBgkqhkiG9w0BAQEFAASC', 'BKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj'];
	const key = ['-----BEGIN RSA PRIVATE KEY-----', ...body, '-----END RSA PRIVATE KEY-----'].join('\n');
	const said = lines(`before\n${key}\nafter`);
	expect(said).toEqual(['before', hidden, hidden, hidden, hidden, 'after']);
	// One that is quoted, with something before and behind it.
	expect(lines(`key: ${key} # mine\nafter`)).toEqual([`key: ${hidden}`, hidden, hidden, `${hidden} # mine`, 'after']);
	// One that does not end takes the rest with it, as in a whole text.
	expect(lines(`-----BEGIN PRIVATE KEY-----\n${body[0]}\nx`)).toEqual([hidden, hidden, hidden]);
});

test('what is no key is as it is line by line', () => {
	fc.assert(
		fc.property(
			fc.array(fc.string().filter((line) => !line.includes('PRIVATE KEY') && !line.includes('\n'))),
			(all) => {
				expect(all.map(lineRedactor(plain))).toEqual(all.map(plain));
			},
		),
	);
});
