// What breaks on the way to a host, or on it, while the cockpit is open: what the operator sees, and that it comes back.
import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { startRelay } from '../lab/relay.ts';
import { type Deck, start } from './driver.ts';
import { configOf, deploy, WAYS, type Way } from './scene.ts';

/** How long a fault may go unnoticed, and how long what is well again may look ill, in milliseconds. */
const MOST = 20_000;

/** Everything that the program ever drew. */
const drawn = (deck: Deck) => deck.written.map(({ text }) => text).join('');

describeLab('what breaks far away', () => {
	let lab: Lab;
	const ends: (() => unknown)[] = [];
	beforeAll(async () => {
		lab = await startLab({ images: ['app'], ssh: true });
		await deploy(lab, 'app:v1');
	});
	afterEach(async () => {
		for (const end of ends.splice(0).reverse()) await end();
	});
	afterAll(() => lab?.stop());

	const opened = async (way: Way = 'ssh', config = configOf({ way })): Promise<Deck> => {
		const deck = start(['--config', lab.config(config)], { columns: 200, rows: 50, env: lab.env() });
		ends.push(async () => {
			deck.kill('SIGTERM');
			await deck.exited();
		});
		await deck.sees(/api .*\+ ok/);
		await deck.sees(/data: 1 of 1 host fresh/);
		await deck.select('api');
		return deck;
	};
	/** Packets to and from the sshd are lost: all of them, or some by chance. */
	const lose = (...chance: readonly string[]) => {
		const rules = ['--dport', '--sport'].map((end) => [
			...['INPUT', '-p', 'tcp', end, String(lab.sshd?.port), ...chance, '-j', 'DROP'],
		]);
		for (const rule of rules) execFileSync('iptables', ['-I', ...rule]);
		return { end: () => rules.forEach((rule) => void execFileSync('iptables', ['-D', ...rule])) };
	};

	/** News in both directions: the service is stopped by another hand, and started again. */
	const stoppedAndStarted = async (deck: Deck) => {
		await lab.halt('api');
		try {
			await deck.sees('api stopped: exit 0', MOST);
		} finally {
			await lab.engine.ask('POST', '/containers/api/start');
		}
		await deck.sees(/api .*\+ ok/, MOST);
	};

	test.each(WAYS)('dockerd restarted: what is gone with it, how to start it, and all well again: %s', async (way) => {
		const deck = await opened(way);
		await lab.haltEngine();
		try {
			// Its container ended with it, which its health check says by itself.
			await deck.sees(/api .*X down/, MOST);
			await deck.sees(/host box \? unknown/, MOST);
			await deck.sees('(`sudo systemctl start docker`)', MOST);
			await deck.sees(/data: 0 of 1 host fresh .*engine does not answer: box/, MOST);
			// What cannot work now is refused, and nothing is tried.
			await deck.sees(/\(R restart\)/);
		} finally {
			await lab.startEngine();
		}
		await deck.sees(/api .*\+ ok/, MOST);
		await deck.sees(/data: 1 of 1 host fresh/, MOST);
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

	test('all packets are lost: its host is unknown within 20 s, and well again when they come through', async () => {
		const deck = await opened();
		const lost = lose();
		try {
			await deck.sees(/host box +\? unknown/, MOST);
		} finally {
			lost.end();
		}
		await deck.sees(/api .*\+ ok/, MOST);
	});

	test('a packet of five is lost: slow, but nothing is called down, and news come through', async () => {
		const lost = lose('-m', 'statistic', '--mode', 'random', '--probability', '0.2');
		ends.push(lost.end);
		const deck = await opened();
		await stoppedAndStarted(deck);
		expect(drawn(deck)).not.toContain('is not reached');
	});

	test('a line with 300 ms to the answer: all is there, a little late', async () => {
		const relay = await startRelay(lab.sshd?.port ?? 0, 150);
		ends.push(relay.stop);
		if (lab.sshd === undefined) throw new Error('no sshd');
		const { knownHosts, config, key } = lab.sshd;
		appendFileSync(knownHosts, `[127.0.0.1]:${relay.port} ${lab.sshd.hostKey}\n`);
		const host = ['HostName 127.0.0.1', `Port ${relay.port}`, 'User ops', `IdentityFile ${key}`, 'IdentitiesOnly yes'];
		appendFileSync(config, `Host slow\n${host.map((line) => `\t${line}\n`).join('')}`);
		const patient = configOf({ way: 'ssh', ssh: 'slow' }).replaceAll('timeout: 2s', 'timeout: 9s');
		const deck = await opened('ssh', patient);
		await stoppedAndStarted(deck);
		expect(drawn(deck)).not.toContain('is not reached');
	});
});
