import { expect, test } from 'vitest';
import type { Call } from '../../src/core/call.ts';
import { callBrief, callText } from '../../src/core/call-text.ts';

const call = (...words: readonly string[]): Call => ({
	...{ via: 'exec', host: 'vps1', timeout: 1, effect: 'write' },
	argv: ['sh', '-c', 'x'.repeat(3000), 'watchdeck-compose', ...words],
});
const given = ['key=compose-shop-api', 'dir=/srv/my shop', 'image=sha256:good', 'name=shop/api:live'];
const tool = ['--', 'docker', 'compose', '-p', 'shop', 'up', '-d', 'api'];

test('a call of Compose is told as what a person would type, also where scripts are cut', () => {
	const text = "cd '/srv/my shop' && docker tag sha256:good shop/api:live && docker compose -p shop up -d api";
	expect(callText(call('up', ...given, ...tool))).toBe(text);
	expect(callBrief(call('up', ...given, ...tool))).toBe(text);
});

test('its undo gives the name back where it meant something else', () => {
	expect(callText(call('back', ...given, 'after=sha256:good', ...tool))).not.toMatch(/docker tag.*docker tag/);
	expect(callText(call('back', ...given, 'after=sha256:was', ...tool))).toMatch(
		/docker compose .* && docker tag sha256:was shop\/api:live$/,
	);
});

test('without an image nothing gets a name', () => {
	expect(callText(call('up', 'dir=/srv', ...tool))).toBe('cd /srv && docker compose -p shop up -d api');
});

test('any other call is told as it is', () => {
	expect(callText(call('look', 'dir=/srv', '--', 'compose.yaml'))).toContain('watchdeck-compose look');
	expect(callText(call('up', 'dir=/srv'))).toContain('watchdeck-compose up');
});
