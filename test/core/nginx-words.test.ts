import { expect, test } from 'vitest';
import type { Call } from '../../src/core/call.ts';
import { callBrief, callText } from '../../src/core/call-text.ts';

const call = (...words: readonly string[]): Call => ({
	...{ via: 'exec', host: 'vps1', timeout: 1, effect: 'write' },
	argv: ['sh', '-c', 'x'.repeat(400), 'watchdeck-nginx', ...words],
});

test('weights that are given to nginx are told as what a person would type, and stand in the short form as well', () => {
	const given = call('/etc/my up.conf', '# Ours.\nserver 127.0.0.1:1 weight=80;', 'nginx -t', 'nginx -s reload');
	const text =
		"printf '%s\\n' '# Ours.' 'server 127.0.0.1:1 weight=80;' '# loaded' | tee '/etc/my up.conf' && nginx -t && nginx -s reload";
	expect([callText(given), callBrief(given)]).toEqual([text, text]);
});

test('any other call is told as it is', () => {
	expect(callText(call('/etc/up.conf', 'text'))).toContain('watchdeck-nginx /etc/up.conf text');
});
