/** A line of a crontab. `file`: the file in /etc/cron.d that it stands in, or `crontab`; `user`: missing where none is said. */
export interface CronLine {
	readonly schedule: string;
	readonly command: string;
	readonly user?: string;
	readonly file?: string;
	/** Whether it has a zone of its own (`CRON_TZ`), which some daemons follow and some do not. */
	readonly ownZone?: true;
}

const setting = /^\s*["']?([A-Za-z_]\w*)["']?\s*=/;
const timed = /^\s*((?:[^\s#@][^\s]{0,100}\s+){4}[^\s]{1,100}|@[A-Za-z]{1,20})\s+(\S.*)$/s;

/** A command as cron logs it: up to the first `%` that is not escaped, which begins its input. */
export function commandOf(text: string): string {
	const [before = ''] = text.split(/(?<!\\)%/, 1);
	return before.replaceAll('\\%', '%').trim();
}

function lineOf(text: string, of: 'user' | 'system', owner: string): CronLine | undefined {
	const [, schedule = '', rest = ''] = timed.exec(text) ?? [];
	if (schedule === '') return undefined;
	const plain = schedule.replace(/\s+/g, ' ');
	if (of === 'user') return { schedule: plain, command: commandOf(rest), user: owner };
	const [, user, command] = /^(\S{1,64})\s+(\S.*)$/s.exec(rest) ?? [];
	if (user === undefined || command === undefined) return undefined;
	return { schedule: plain, command: commandOf(command), user, file: owner };
}

/** The jobs in lines `OWNER LINE` of crontabs: of accounts, or of the system, whose lines name an account each. */
export function cronLines(lines: readonly string[], of: 'user' | 'system'): readonly CronLine[] {
	const zones = new Set<string>();
	return lines.flatMap((line) => {
		const [, owner, text = ''] = /^([\w.-]{1,64}) (.*)$/s.exec(line) ?? [];
		if (owner === undefined || /^\s*(?:#|$)/.test(text)) return [];
		const set = setting.exec(text)?.[1];
		if (set === 'CRON_TZ') zones.add(owner);
		const found = set === undefined ? lineOf(text, of, owner) : undefined;
		if (found === undefined) return [];
		return [zones.has(owner) ? { ...found, ownZone: true as const } : found];
	});
}

/** What a command is called: the name of the program of its first part that does something. */
export function programOf(command: string): string {
	const parts = command.split(/\s*(?:&&|\|\||;|\|)\s*[{(]?\s*/, 8);
	const part = parts.find((one) => !/^[{(]?\s*(?:cd|test|\[|\[\[|command|umask|export|set|\.)(?:\s|$)/.test(one));
	const word = (part ?? command).split(/\s+/).find((one) => !/^[A-Za-z_]\w*=/.test(one)) ?? '';
	const name = word.replace(/^["']+|["']+$/g, '');
	return name.slice(name.lastIndexOf('/') + 1).slice(0, 60) || 'job';
}
