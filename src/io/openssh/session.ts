import type { Millis, Result } from '../../core/model.ts';
import { Broken } from '../carrier.ts';
import { makeDeadline, unlessEnded } from '../deadline.ts';
import { reasonOf } from '../failure.ts';
import type { SshSetting, SshTarget } from '../ssh/config.ts';
import { readKnownKeys } from '../ssh/host-key.ts';
import { identitiesOf } from '../ssh/identities.ts';
import { connectionLost, type Session } from '../ssh/session.ts';
import { type Channels, makeChannels } from './channels.ts';
import { type Control, proxied, pulse } from './control.ts';
import { type Master, startMaster } from './master.ts';
import { masterFailure } from './master-failure.ts';

/** From the start of ssh to the end of its login, with the time to touch a security key. */
const readyTimeout: Millis = 30_000;
/** Between two looks whether the control socket is there. */
const glance: Millis = 20;
/** A master is asked so often whether it lives; one that has not answered by the next time hangs. */
const heartbeat: Millis = 5000;

function pause(signal: AbortSignal): Promise<void> {
	return unlessEnded(new Promise((resolve) => setTimeout(resolve, glance)), signal);
}

/** The master in proxy mode as soon as it is logged in; undefined when it ended before. */
async function awaited(master: Master, signal: AbortSignal): Promise<Control | undefined> {
	let over = false;
	void master.ended.then(() => {
		over = true;
	});
	while (!over) {
		// Nobody listens there before the login is done.
		const control = await unlessEnded(
			proxied(master.path).catch(() => undefined),
			signal,
		);
		if (control !== undefined) return control;
		await pause(signal);
	}
	return undefined;
}

/** Calls `hangs` when the master does not answer: only then, since one that ended is noticed anyway. */
async function watchPulse(master: Master, hangs: () => void): Promise<() => void> {
	const beat = await pulse(master.path);
	let answered = true;
	const look = () => {
		if (!answered) hangs();
		answered = false;
		beat.ask().then(
			() => {
				answered = true;
			},
			() => undefined,
		);
	};
	const timer = setInterval(look, heartbeat);
	return () => {
		clearInterval(timer);
		beat.end();
	};
}

/** How long the way there and back takes, measured by a channel that is only opened. To be refused is an answer as well. */
async function measured({ session }: Channels): Promise<Millis> {
	const began = performance.now();
	await session().then(
		({ channel }) => channel.stop(),
		() => undefined,
	);
	return performance.now() - began;
}

/** A host that is reached, and why it is by the system's ssh. */
interface Reached {
	readonly target: SshTarget;
	readonly because: string;
}

async function sessionOf(
	master: Master,
	control: Control,
	{ target, because }: Reached,
	signal: AbortSignal,
): Promise<Session> {
	const channels = makeChannels(control, () => new Broken(connectionLost(target.name)));
	const roundTrip = await unlessEnded(measured(channels), signal);
	const stopPulse = await watchPulse(master, master.kill);
	// Whichever ends first, the other one has no use any more.
	void master.ended.then(control.end);
	control.onEnd(() => {
		stopPulse();
		void master.end();
	});
	return {
		roundTrip,
		through: `the system's ssh, since ${because}`,
		start: async (line) => {
			const { channel, request } = await channels.session();
			if (await request('exec', line)) return channel;
			channel.stop();
			const message = `sshd on ${target.name} does not run commands for this login.`;
			throw new Broken({ kind: 'refused', message, fix: `Try: ssh ${target.name} true` });
		},
		open: async (to) => {
			const { channel } = await channels.to(to);
			channel.stderr.resume();
			return channel.stream;
		},
		onClose: control.onEnd,
		end: async () => {
			control.end();
			await master.end();
		},
	};
}

/** What is said of a master that ended before its login was done. */
async function failureOfMaster(master: Master, target: SshTarget): Promise<Result<Session>> {
	const [keys, { locked }] = await Promise.all([readKnownKeys(target.knownHosts), identitiesOf(target, new Map())]);
	return { ok: false, failure: masterFailure(target, master.said(), { keys, locked }, target.way) };
}

/**
 * Connects by the system's `ssh`, once; because of what, in words, goes into `through`. One master process carries
 * everything: commands, sockets and ports are channels over its control socket.
 */
export async function openBySystem(
	target: SshTarget,
	because: string,
	setting: SshSetting,
	signal: AbortSignal,
): Promise<Result<Session>> {
	const message = `The ssh connection to ${target.name}: no answer within ${readyTimeout / 1000} s.`;
	const deadline = makeDeadline(signal, readyTimeout, {
		kind: 'timeout',
		message,
		fix: `Try: ssh -v ${target.name}`,
	});
	const master = await startMaster(target.name, setting);
	try {
		const control = await awaited(master, deadline.signal);
		if (control !== undefined)
			return { ok: true, value: await sessionOf(master, control, { target, because }, deadline.signal) };
		await master.end();
		return await failureOfMaster(master, target);
	} catch (error) {
		await master.end();
		if (deadline.signal.aborted) return { ok: false, failure: reasonOf(deadline.signal) };
		throw error;
	} finally {
		deadline.done();
	}
}
