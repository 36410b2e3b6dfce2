// What breaks on the way to a host, or on it, while the cockpit is open: what the operator sees, and that it comes back.
import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import type { Lab } from '../lab/lab.ts';
import { startRelay } from '../lab/relay.ts';
import { watchdeck } from './cli.ts';
import type { Deck } from './driver.ts';
import { configOf, openCockpit, type Setting, WAYS, type Way } from './scene.ts';
import { serveAll } from './serve-all.ts';

/** How long a fault may go unnoticed, and how long what is well again may look ill, in milliseconds. */
const MOST = 20_000;
/** How long the first look may take over a bad line: where an answer takes 2 s, ssh logs in with five to seven. */
const SLOW = 40_000;

/** Everything that the program ever drew. */
const drawn = (deck: Deck) => deck.written.map(({ text }) => text).join('');

describeLab('what breaks far away', () => {
	let lab: Lab;
	const ends = serveAll((started) => {
		lab = started;
	});

	const opened = async (way: Way = 'ssh', within = MOST): Promise<Deck> => {
		const deck = openCockpit(lab, ends, configOf({ way }));
		await deck.sees(/api .*\+ ok/, within);
		await deck.sees(/data: 1 of 1 host fresh/);
		await deck.select('api');
		return deck;
	};
	/** Packets to and from the sshd are lost: all of them, or those that the match takes. */
	const lose = (...match: readonly string[]) => {
		const rules = ['--dport', '--sport'].map((end) => [
			...['INPUT', '-p', 'tcp', end, String(lab.sshd?.port), ...match, '-j', 'DROP'],
		]);
		for (const rule of rules) execFileSync('iptables', ['-I', ...rule]);
		return { end: () => rules.forEach((rule) => void execFileSync('iptables', ['-D', ...rule])) };
	};

	/** News in both directions: the service is stopped by another hand, and started again. */
	const stoppedAndStarted = async (...decks: readonly Deck[]) => {
		await lab.halt('api');
		try {
			for (const deck of decks) await deck.sees('api stopped: exit 0', MOST);
		} finally {
			await lab.engine.ask('POST', '/containers/api/start');
		}
		for (const deck of decks) await deck.sees(/api .*\+ ok/, MOST);
	};

	test('dockerd restarted: what is gone with it, how to start it, and all well again: here and by ssh', async () => {
		const decks = await Promise.all(WAYS.map((way) => opened(way)));
		const see = (wanted: string | RegExp) => Promise.all(decks.map((deck) => deck.sees(wanted, MOST)));
		await lab.haltEngine();
		try {
			// Its container ended with it, which its health check says by itself.
			await see(/api .*X down/);
			await see(/host box \? unknown/);
			await see('(`sudo systemctl start docker`)');
			await see(/data: 0 of 1 host fresh .*engine does not answer: box/);
			// What cannot work now is refused, and nothing is tried.
			await see(/\(R restart\)/);
		} finally {
			await lab.startEngine();
		}
		await see(/api .*\+ ok/);
		await see(/data: 1 of 1 host fresh/);
	});

	test('sshd killed: its services are unknown, not down, and come back with it', async () => {
		const deck = await opened();
		await lab.sshd?.kill();
		try {
			await deck.sees(/api .*\? unknown/, MOST);
			await deck.sees(/box is not reached/, MOST);
		} finally {
			await lab.sshd?.start();
		}
		await deck.sees(/api .*\+ ok/, MOST);
		await deck.sees(/data: 1 of 1 host fresh/, MOST);
		expect(drawn(deck)).not.toContain('X down');
	});

	test('sshd comes back with another key: both fingerprints and the remedy, and no more attempts', async () => {
		const deck = await opened();
		await lab.sshd?.kill();
		await lab.sshd?.start('another');
		try {
			await deck.sees(/HAS CHANGED/, MOST);
			await deck.sees(/api .*\? unknown/, MOST);
			await deck.sees(/lost: box/, MOST);
			await deck.sees('ssh-keygen -R', MOST);
		} finally {
			await lab.sshd?.kill();
			await lab.sshd?.start();
		}
	});

	test('all packets are lost: its host is unknown within 20 s, for one reason and time, and well again after it', async () => {
		const deck = await opened();
		const lost = lose();
		try {
			await deck.sees(/host box +\? unknown/, MOST);
			await deck.sees(/data: 0 of 1 host fresh .*lost: box/, MOST);
			// It is tried again, which takes its time and comes to nothing.
			await deck.sees(/box was lost .* ago \(trying again\)/, MOST);
			await deck.sees(/box is not reached: .*: no answer/, SLOW);
			const before = drawn(deck).length;
			await deck.sees(/box was lost [2-9]\ds ago \(next try in/, SLOW);
			expect(drawn(deck).slice(before)).not.toMatch(/being connected to|1 of 1 host fresh|was lost \ds ago/);
		} finally {
			lost.end();
		}
		await deck.sees(/api .*\+ ok/, SLOW);
		await deck.sees(/data: 1 of 1 host fresh/, MOST);
	});

	test('a packet of five is lost: slow, but nothing is called down, and news come through', async () => {
		// Counted, not by chance: of packets lost by chance five copies of one are lost now and then, which takes the kernel
		// longer to mend than a host may say nothing.
		const lost = lose('-m', 'statistic', '--mode', 'nth', '--every', '5', '--packet', '0');
		ends.add(lost.end);
		const deck = await opened('ssh', SLOW);
		const before = drawn(deck).length;
		await stoppedAndStarted(deck);
		expect(drawn(deck).slice(before)).not.toContain('is not reached');
	});

	/** A host of the operator's ssh config that is reached by a line on which each byte needs so long in each direction. */
	const addSlowHost = async (name: string, each: number) => {
		if (lab.sshd === undefined) throw new Error('no sshd');
		const { port, knownHosts, config, key, hostKey } = lab.sshd;
		const relay = await startRelay(port, each);
		ends.add(relay.stop);
		appendFileSync(knownHosts, `[127.0.0.1]:${relay.port} ${hostKey}\n`);
		const lines = ['HostName 127.0.0.1', `Port ${relay.port}`, 'User ops', `IdentityFile ${key}`, 'IdentitiesOnly yes'];
		appendFileSync(config, `Host ${name}\n${lines.map((line) => `\t${line}\n`).join('')}`);
	};

	test('a line with 2 s to an answer: all is there, a little late, and nothing is called down for it: both ssh', async () => {
		await addSlowHost('slow', 1000);
		const config = (more: Setting) => configOf({ way: 'ssh', ssh: 'slow', ...more });
		const decks = [config({}), config({ transport: 'openssh' })].map((text) => openCockpit(lab, ends, text));
		const status = watchdeck(['status', '--config', lab.config(config({}))], { env: lab.env() });
		const began = performance.now();
		for (const deck of decks) {
			await deck.sees(/data: 1 of 1 host fresh/, SLOW);
			await deck.sees(/api .*\+ ok/, MOST);
			process.stderr.write(`two seconds to an answer: ok after ${Math.round(performance.now() - began)} ms\n`);
			await deck.select('api');
		}
		const faults = /X down|is not reached|does not answer|no answer from/;
		for (const deck of decks) expect(drawn(deck)).not.toMatch(faults);
		expect(await status).toMatchObject({ text: expect.stringMatching(/api .*ok/), code: 0 });
		await stoppedAndStarted(...decks);
		for (const deck of decks) expect(drawn(deck)).not.toMatch(/is not reached|does not answer/);
	});
});
