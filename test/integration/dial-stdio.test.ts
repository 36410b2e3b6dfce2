import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Host } from '../../src/core/model.ts';
import { engineGet, outsideOf, type Tried } from '../io/support/outside.ts';
import { startSshd } from '../io/support/sshd.ts';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';

const never = new AbortController().signal;
const rule = '/etc/sudoers.d/watchdeck';
const ends: (() => Promise<void>)[] = [];

function sudoMissing(): boolean {
	if (existsSync('/usr/bin/sudo')) return false;
	if (process.env['WATCHDECK_LAB'] === 'required') throw new Error('these tests need sudo');
	console.warn('skipped: needs sudo');
	return true;
}

function reach(host: Partial<Host>, configFile?: string): Tried {
	const all: Host = { name: 'box', reach: { ssh: 'lab-guest' }, ...host };
	const outside = outsideOf(all, configFile === undefined ? {} : { ssh: { configFile } });
	ends.push(outside.close);
	return outside;
}

const version = (outside: Tried) => outside.ask(engineGet('box', '/version'), never);
const answered = { ok: true, value: { code: 200, text: expect.stringContaining('ApiVersion') } };

describeLab('a real engine whose socket is not forwarded', () => {
	let lab: Lab;
	beforeAll(async () => {
		lab = await startLab({ images: ['quiet'], ssh: true });
	});
	afterAll(() => lab?.stop());
	afterEach(async () => {
		for (const end of ends.splice(0).reverse()) await end();
	});

	test.each([undefined, 'openssh'] as const)('is asked by docker itself (transport: %s)', async (transport) => {
		const sshd = await startSshd('AllowStreamLocalForwarding no');
		ends.push(sshd.stop);
		sshd.configure(`IdentityFile ${sshd.key('id')}`);
		const outside = reach({ reach: { ssh: 'box' }, ...(transport && { transport }) }, sshd.configFile);
		expect(await version(outside)).toMatchObject(answered);
		await lab.run('quiet', 'quiet:v1');
		const since = Math.floor(Date.now() / 1000) - 60;
		const events = `/events?since=${since}&filters=${encodeURIComponent('{"container":["quiet"],"event":["start"]}')}`;
		for await (const chunk of outside.follow(engineGet('box', events), never)) {
			expect('text' in chunk && chunk.text).toContain('"start"');
			break;
		}
		const logs = await outside.ask(engineGet('box', '/containers/quiet/logs?stdout=1&follow=0'), never);
		expect(logs).toMatchObject({ ok: true });
		await lab.clear();
	});

	describe.skipIf(sudoMissing())('nor may be used by the user there', () => {
		beforeEach(() => {
			// The lab has its own mounts: the machine's rules stay as they are.
			execFileSync('mount', ['-t', 'tmpfs', '-o', 'mode=755', 'tmpfs', '/etc/sudoers.d']);
			ends.push(async () => void execFileSync('umount', ['/etc/sudoers.d']));
		});
		const allow = (what: string) => writeFileSync(rule, `guest ALL=(root) NOPASSWD: ${what}\n`, { mode: 0o440 });
		const docker = () => execFileSync('sh', ['-c', 'command -v docker']).toString().trim();

		test.each([undefined, 'openssh'] as const)('is asked by sudo (transport: %s)', async (transport) => {
			allow(`${docker()} system dial-stdio`);
			const outside = reach({ sudo: true, ...(transport && { transport }) });
			const many = await Promise.all([version(outside), version(outside), version(outside)]);
			expect(many.flatMap((answer) => (answer.ok ? [] : answer.failure))).toEqual([]);
			for (const answer of many) expect(answer).toMatchObject(answered);
		});

		test('is not asked by sudo unless the config says so', async () => {
			allow(`${docker()} system dial-stdio`);
			expect(await version(reach({}))).toMatchObject({
				ok: false,
				failure: { kind: 'forbidden', fix: expect.stringMatching(/usermod -aG docker.*sudo: true/) },
			});
		});

		test('says which line of sudoers it needs', async () => {
			expect(await version(reach({ sudo: true }))).toMatchObject({
				ok: false,
				failure: {
					kind: 'forbidden',
					message: expect.stringMatching(/sudo: a password is required/),
					fix: expect.stringContaining('NOPASSWD: /usr/bin/docker system dial-stdio'),
				},
			});
		});
	});
});
