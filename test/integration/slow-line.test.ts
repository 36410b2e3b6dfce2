// A line on which an answer takes two seconds to come, to a real sshd, by both ssh.
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { command, outsideOf, webGet } from '../io/support/outside.ts';
import { engines } from '../io/support/ssh-engines.ts';
import { type Sshd, sshdMissing, startSshd } from '../io/support/sshd.ts';
import { json, type StandIn, standIn } from '../io/support/stand-in.ts';
import { type Relay, startRelay } from '../lab/relay.ts';

const never = new AbortController().signal;
let sshd: Sshd;
let relay: Relay;
let server: StandIn;

const missing = sshdMissing();

beforeAll(async () => {
	if (missing) return;
	sshd = await startSshd();
	relay = await startRelay(sshd.port, 1000);
	server = await standIn((_request, response) => json(response, 'fine'));
	// Three keys are refused before one is let in: a login of many answers.
	const keys = [1, 2, 3].map((number) => sshd.key(`stranger${number}`, '', false));
	sshd.configure(...[...keys, sshd.key('operator')].map((path) => `IdentityFile ${path}`));
	for (const file of [sshd.configFile, sshd.knownHosts]) {
		const text = readFileSync(file, 'utf8');
		const there = text.replace(`Port ${sshd.port}`, `Port ${relay.port}`).replace(`:${sshd.port}`, `:${relay.port}`);
		writeFileSync(file, there);
	}
});
afterAll(async () => {
	await relay?.stop();
	await server?.stop();
	await sshd?.stop();
});

test.skipIf(missing).concurrent.each(engines)(
	'a login with four keys comes to its end, and what answers at once has answered in time: $name',
	async ({ host }) => {
		const outside = outsideOf(host, { ssh: { configFile: sshd.configFile } });
		try {
			const login = await outside.ask({ ...command('box', ['true']), timeout: 40_000 }, never);
			expect(login).toMatchObject({ ok: true });
			expect(outside.links.map(({ is }) => is)).toEqual(['connecting', 'up']);
			// Each of them takes four seconds, all of which are the way's.
			const hurried = { timeout: 1000 };
			const [ran, asked] = await Promise.all([
				outside.ask({ ...command('box', ['echo', 'here']), ...hurried }, never),
				outside.ask({ ...webGet('box', `http://127.0.0.1:${server.port}/`), ...hurried, fresh: true }, never),
			]);
			expect(ran).toMatchObject({ ok: true, value: { text: 'here\n' } });
			expect(asked).toMatchObject({ ok: true, value: { text: '"fine"' } });
			// What hangs over there is still told with the time that it had.
			const hung = await outside.ask({ ...command('box', ['sleep', '60']), ...hurried }, never);
			expect(hung).toMatchObject({ ok: false, failure: { kind: 'timeout' } });
			expect(hung.took).toBeLessThan(10_000);
		} finally {
			await outside.close();
		}
	},
);
