import type { SecurityFound } from '../finding.ts';
import { known } from '../known.ts';
import { lengthText } from '../length-text.ts';
import type { Condition, Millis } from '../model.ts';
import type { NotKnown, SecurityAnswer } from './answer.ts';

/** What is wanted of a host: failed logins an hour that are no news, and whether something must filter what comes in. */
export interface Wanted {
	readonly logins: number;
	readonly firewall: boolean;
}

type Side = Omit<SecurityFound, 'is'>;

/** Lists of packages that are older say nothing of today's updates. */
const oldest: Millis = 7 * 86_400_000;

function loginsSide({ logins }: SecurityAnswer, wanted: Wanted): Side {
	if (typeof logins === 'string') {
		const denied = { says: 'failed logins may not be read', fix: 'Put the account into the group `adm`.' };
		const none = { says: 'no log of sshd was found', fix: 'Let sshd log to the journal or to /var/log/auth.log.' };
		return { about: 'logins', state: 'unknown', ...(logins === 'denied' ? denied : none) };
	}
	const { count, most } = logins;
	const from = most === undefined || most.count < 2 ? '' : `, ${most.count} of them from ${most.address}`;
	const says = `${count} failed ${count === 1 ? 'login' : 'logins'} in the last hour${from}`;
	const fix = 'Close ssh to all but your addresses, or let fail2ban ban who tries.';
	return {
		about: 'logins',
		state: count > wanted.logins ? 'concern' : 'fine',
		says,
		count,
		...known({ fix: count > wanted.logins ? fix : undefined }),
	};
}

function updatesSide({ updates }: SecurityAnswer): Side {
	const about = 'updates';
	if (updates === 'none')
		return { about, state: 'unknown', says: 'pending updates are known only where apt and its lists are' };
	if (typeof updates === 'string') return { about, state: 'unknown', says: 'apt does not say what it would update' };
	const { all, security, age } = updates;
	if (age > oldest) {
		const says = `the lists of packages are ${lengthText(age)} old: pending updates are not known`;
		return { about, state: 'unknown', says, fix: 'Fetch them: `apt-get update`.' };
	}
	if (security === 0) return { about, state: 'fine', says: `no security updates, ${all} others`, count: 0 };
	const says = `${security} security ${security === 1 ? 'update' : 'updates'} of ${all} pending`;
	return { about, state: 'concern', says, count: security, fix: 'Install them: `apt-get upgrade`.' };
}

function rebootSide({ reboot }: SecurityAnswer): Side {
	if (reboot === undefined) return { about: 'reboot', state: 'fine', says: 'nothing asks for a restart' };
	const fix = 'Restart it when it is missed least.';
	return { about: 'reboot', state: 'concern', says: `must be started anew: ${reboot}`, fix };
}

const unknownBans: Readonly<Record<Exclude<NotKnown, 'none'>, string>> = {
	denied: 'what fail2ban bans is known to root alone',
	failed: 'fail2ban is installed and does not answer',
};

/** Where there is no fail2ban there is nothing to say of it. */
function bansSide({ bans }: SecurityAnswer): readonly Side[] {
	if (bans === 'none') return [];
	if (bans === 'denied') return [{ about: 'bans', state: 'unknown', says: unknownBans.denied }];
	if (bans === 'failed')
		return [{ about: 'bans', state: 'concern', says: unknownBans.failed, fix: 'Ask `systemctl status fail2ban`.' }];
	const count = bans.reduce((sum, { now }) => sum + now, 0);
	const each = bans.map(({ name, now, all }) => `${name} bans ${now}, ${all} since its start`).join('; ');
	return [{ about: 'bans', state: 'fine', says: each === '' ? 'fail2ban has no jail' : each, count }];
}

const unknownRules: Readonly<Record<NotKnown, string>> = {
	denied: 'the rules of the firewall are known to root alone',
	none: 'no firewall is known',
	failed: 'the rules of the firewall could not be read',
};

function firewallSide({ firewall, partly, over }: SecurityAnswer, wanted: Wanted): Side {
	const about = 'firewall';
	if (typeof firewall === 'string') return { about, state: 'unknown', says: unknownRules[firewall] };
	if (firewall.length > 0) return { about, state: 'fine', says: `${firewall.join(' and ')} filters what comes in` };
	const rules = partly?.join(' and ');
	const where = over === undefined ? '' : `over ${over} `;
	const says =
		rules === undefined
			? `${where}nothing filters what comes in`
			: `${where}${rules} keeps out some of what comes in, and has no rule for the rest`;
	if (!wanted.firewall) return { about, state: 'fine', says };
	const elsewhere = 'or say `firewall: false` where one stands before it.';
	if (rules !== undefined) return { about, state: 'unknown', says, fix: `Drop what no rule lets in; ${elsewhere}` };
	const remedy =
		over === undefined ? 'Turn on ufw or nftables' : `Filter ${over} too, as ufw and \`table inet\` of nftables do`;
	return { about, state: 'concern', says, fix: `${remedy}; ${elsewhere}` };
}

/** The sides of a host's security, each in a sentence. */
export function securitySides(answer: SecurityAnswer, wanted: Wanted): readonly SecurityFound[] {
	const sides = [
		loginsSide(answer, wanted),
		updatesSide(answer),
		rebootSide(answer),
		...bansSide(answer),
		firewallSide(answer, wanted),
	];
	return sides.map((side) => ({ is: 'security', ...side }));
}

/** How a host's security stands: logins and updates must be known for it to be well. */
export function securityCondition(sides: readonly SecurityFound[]): Omit<Condition, 'since'> {
	const concerns = sides.filter(({ state }) => state === 'concern');
	const unknown = sides.filter(({ state }) => state === 'unknown');
	const [first] = concerns;
	if (first !== undefined) {
		const more =
			concerns.length > 1 ? `, and ${concerns.length - 1} ${concerns.length === 2 ? 'concern' : 'concerns'} more` : '';
		return { is: 'degraded', because: `${first.says}${more}`, ...known({ fix: first.fix }) };
	}
	const missing = unknown.find(({ about }) => about === 'logins' || about === 'updates');
	if (missing !== undefined) return { is: 'unknown', because: missing.says, ...known({ fix: missing.fix }) };
	const rest = unknown.length === 0 ? '' : `; not known: ${unknown.map(({ about }) => about).join(', ')}`;
	return { is: 'ok', because: `no concern${rest}` };
}
