/* SPDX-License-Identifier: Apache-2.0 */
/* Secrets that say what they are: by a prefix that their maker put there so that they are found, as PEM, as a JWT. */
#include "value/ascii.h"
#include "value/base64.h"
#include "value/random.h"
#include "value/secret_kinds.h"

/* What may follow a prefix. */
enum alphabet {
    ALPHANUMERIC,
    UPPER,  /* and digits */
    HEX,    /* of either case */
    URL,    /* of Base64 for URLs: letters, digits, '-', '_' */
    DOTTED, /* and '.' */
    PATH,   /* and '/', ':', '+', '=' */
};

struct token {
    const char *prefix;
    const char *kind;
    uint8_t alphabet;
    uint8_t least; /* characters behind the prefix */
    bool random;   /* the prefix is too short to be believed unless what follows looks random */
};

/* In the order of their first bytes; of those that begin alike, the longer one first. */
static const struct token tokens[] = {
    { "AGE-SECRET-KEY-1", "a private key of age", UPPER, 50, false },
    { "AIza", "a Google API key", URL, 35, false },
    { "AKCp", "an Artifactory API key", ALPHANUMERIC, 60, false },
    { "AKIA", "an AWS access key", UPPER, 16, false },
    { "ABIA", "an AWS access key", UPPER, 16, false },
    { "ASIA", "an AWS access key", UPPER, 16, false },
    { "ATATT3", "an Atlassian token", PATH, 60, false },
    { "ATBB", "a Bitbucket app password", ALPHANUMERIC, 24, true },
    { "CCIPAT_", "a CircleCI token", URL, 40, false },
    { "CLOJARS_", "a Clojars token", HEX, 60, false },
    { "EAAA", "a Square access token", URL, 60, false },
    { "FLWSECK", "a Flutterwave key", URL, 30, false },
    { "FlyV1 fm", "a Fly.io token", PATH, 40, false },
    { "GOCSPX-", "a Google OAuth client secret", URL, 24, false },
    { "HRKU-", "a Heroku API key", URL, 36, false },
    { "KGAT_", "a Kaggle token", HEX, 32, false },
    { "LTAI", "an Alibaba Cloud access key", ALPHANUMERIC, 16, true },
    { "NRAK-", "a New Relic key", UPPER, 27, false },
    { "PMAK-", "a Postman API key", URL, 50, false },
    { "SG.", "a SendGrid key", DOTTED, 60, false },
    { "SK", "a Twilio API key", HEX, 32, false },
    { "aio_", "an Adafruit key", ALPHANUMERIC, 28, false },
    { "api.telegram.org/bot", "a Telegram bot token", PATH, 40, false },
    { "api_org_", "a Hugging Face token", ALPHANUMERIC, 30, false },
    { "atlasv1.", "a Terraform Cloud token", URL, 60, false },
    { "bkua_", "a Buildkite token", HEX, 40, false },
    { "cio", "a crates.io token", ALPHANUMERIC, 32, true },
    { "dapi", "a Databricks token", HEX, 32, false },
    { "dckr_oat_", "a Docker Hub token", URL, 24, false },
    { "dckr_pat_", "a Docker Hub token", URL, 24, false },
    { "discord.com/api/webhooks/", "a Discord webhook", PATH, 60, false },
    { "discordapp.com/api/webhooks/", "a Discord webhook", PATH, 60, false },
    { "doo_v1_", "a DigitalOcean token", HEX, 64, false },
    { "dop_v1_", "a DigitalOcean token", HEX, 64, false },
    { "dor_v1_", "a DigitalOcean token", HEX, 64, false },
    { "dp.", "a Doppler token", DOTTED, 40, true },
    { "dt0c01.", "a Dynatrace token", DOTTED, 80, false },
    { "e2b_", "an E2B key", HEX, 40, false },
    { "figd_", "a Figma token", URL, 40, false },
    { "fw_", "a Fireworks key", ALPHANUMERIC, 22, true },
    { "ghp_", "a GitHub token", ALPHANUMERIC, 36, false },
    { "gho_", "a GitHub token", ALPHANUMERIC, 36, false },
    { "ghr_", "a GitHub token", ALPHANUMERIC, 36, false },
    { "ghs_", "a GitHub token", ALPHANUMERIC, 36, false },
    { "ghu_", "a GitHub token", ALPHANUMERIC, 36, false },
    { "github_pat_", "a GitHub token", URL, 50, false },
    { "glagent-", "a GitLab token", URL, 20, false },
    { "glcbt-", "a GitLab token", URL, 20, false },
    { "gldt-", "a GitLab token", URL, 20, false },
    { "glft-", "a GitLab token", URL, 20, false },
    { "gloas-", "a GitLab token", URL, 20, false },
    { "glpat-", "a GitLab token", DOTTED, 20, false },
    { "glptt-", "a GitLab token", URL, 20, false },
    { "glrt-", "a GitLab token", DOTTED, 20, false },
    { "glsoat-", "a GitLab token", URL, 20, false },
    { "glc_", "a Grafana token", PATH, 40, false },
    { "glsa_", "a Grafana token", URL, 40, false },
    { "gsk_", "a Groq key", ALPHANUMERIC, 40, false },
    { "hf_", "a Hugging Face token", ALPHANUMERIC, 30, false },
    { "hooks.slack.com/services/T", "a Slack webhook", PATH, 30, false },
    { "hooks.slack.com/triggers/", "a Slack webhook", PATH, 30, false },
    { "hvb.", "a Vault token", URL, 24, false },
    { "hvr.", "a Vault token", URL, 24, false },
    { "hvs.", "a Vault token", URL, 24, false },
    { "key-", "a Mailgun key", HEX, 32, false },
    { "lin_api_", "a Linear key", ALPHANUMERIC, 40, false },
    { "lsv2_", "a LangSmith key", URL, 40, false },
    { "mdb_sa_sk_", "a MongoDB Atlas secret", URL, 30, false },
    { "npm_", "an npm token", ALPHANUMERIC, 36, false },
    { "ntn_", "a Notion token", ALPHANUMERIC, 40, false },
    { "nvapi-", "an NVIDIA key", URL, 50, false },
    { "oy2", "a NuGet key", ALPHANUMERIC, 43, true },
    { "ops_eyJ", "a token of 1Password", URL, 60, false },
    { "pcsk_", "a Pinecone key", URL, 40, false },
    { "phx_", "a PostHog key", ALPHANUMERIC, 40, false },
    { "pnu_", "a Prefect key", ALPHANUMERIC, 36, false },
    { "pplx-", "a Perplexity key", ALPHANUMERIC, 40, false },
    { "pscale_", "a PlanetScale secret", DOTTED, 32, true },
    { "pul-", "a Pulumi token", HEX, 40, false },
    { "pypi-AgE", "a PyPI token", URL, 50, false },
    { "r8_", "a Replicate token", ALPHANUMERIC, 37, false },
    { "rdme_", "a ReadMe key", ALPHANUMERIC, 60, false },
    { "rk_live_", "a Stripe key", ALPHANUMERIC, 20, false },
    { "rk_test_", "a Stripe key", ALPHANUMERIC, 20, false },
    { "rubygems_", "a RubyGems key", HEX, 48, false },
    { "sbp_", "a Supabase token", HEX, 40, false },
    { "sb_secret_", "a Supabase key", URL, 20, false },
    { "shpat_", "a Shopify token", HEX, 32, false },
    { "shpca_", "a Shopify token", HEX, 32, false },
    { "shppa_", "a Shopify token", HEX, 32, false },
    { "shpss_", "a Shopify secret", HEX, 32, false },
    { "sk-admin-", "an OpenAI key", URL, 40, false },
    { "sk-ant-", "an Anthropic key", URL, 40, false },
    { "sk-lf-", "a Langfuse key", HEX, 8, true },
    { "sk-or-v1-", "an OpenRouter key", HEX, 60, false },
    { "sk-proj-", "an OpenAI key", URL, 40, false },
    { "sk-svcacct-", "an OpenAI key", URL, 40, false },
    { "sk-", "an API key such as OpenAI's", URL, 32, true },
    { "sk_live_", "a Stripe key", ALPHANUMERIC, 20, false },
    { "sk_test_", "a Stripe key", ALPHANUMERIC, 20, false },
    { "sntryu_", "a Sentry token", HEX, 60, false },
    { "sntrys_", "a Sentry token", PATH, 60, false },
    { "sq0atp-", "a Square access token", URL, 22, false },
    { "sq0csp-", "a Square secret", URL, 40, false },
    { "sqp_", "a SonarQube token", HEX, 40, false },
    { "squ_", "a SonarQube token", HEX, 40, false },
    { "tfp_", "a Typeform token", DOTTED, 40, false },
    { "tskey-", "a Tailscale key", URL, 30, false },
    { "tvly-", "a Tavily key", URL, 24, true },
    { "wandb_v1_", "a Weights & Biases key", URL, 40, false },
    { "webhook.office.com/webhookb2/", "a Teams webhook", PATH, 60, false },
    { "whsec_", "a Stripe webhook secret", PATH, 24, false },
    { "xai-", "an xAI key", ALPHANUMERIC, 60, false },
    { "xapp-", "a Slack token", URL, 40, false },
    { "xkeysib-", "a Brevo key", URL, 60, false },
    { "xoxa-", "a Slack token", URL, 20, false },
    { "xoxb-", "a Slack token", URL, 20, false },
    { "xoxe-", "a Slack token", URL, 20, false },
    { "xoxe.", "a Slack token", DOTTED, 30, false },
    { "xoxo-", "a Slack token", URL, 20, false },
    { "xoxp-", "a Slack token", URL, 20, false },
    { "xoxr-", "a Slack token", URL, 20, false },
    { "xoxs-", "a Slack token", URL, 20, false },
    { "ya29.", "a Google access token", URL, 30, false },
};

static bool is_of(char byte, uint8_t alphabet)
{
    if (alphabet == UPPER) {
        return mf_ascii_is_upper(byte) || mf_ascii_is_digit(byte);
    }
    if (alphabet == HEX) {
        return mf_ascii_is_hex(byte);
    }
    return mf_ascii_is_alphanumeric(byte) || (alphabet >= URL && (byte == '-' || byte == '_')) ||
           (alphabet >= DOTTED && byte == '.') || (alphabet == PATH && mf_ascii_is_one_of(byte, "/:+="));
}

/* --- prefixes ---------------------------------------------------------------------------------------------------------- */

/* How much of what follows a prefix is looked at before it is believed. Longer tokens are followed to their end. */
enum { JUDGED = 100 };

/* Offset of the first byte from `at` on that is none of the alphabet's, `most` bytes further at the utmost. */
static size_t run_end(struct mf_view text, size_t at, uint8_t alphabet, size_t most)
{
    size_t end = at;

    while (end < text.size && end - at < most && is_of(text.data[end], alphabet)) {
        end++;
    }
    return end;
}

/* Number of the first token that begins with this byte, or of one that begins with another. */
static size_t first_token(char byte)
{
    size_t low = 0;
    size_t high = sizeof tokens / sizeof tokens[0];

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (tokens[middle].prefix[0] < byte) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool find_prefixed_at(struct mf_view text, size_t at, struct mf_secret *ret_secret)
{
    struct mf_view rest = mf_view_from(text, at);

    for (size_t i = first_token(rest.data[0]);
         i < sizeof tokens / sizeof tokens[0] && tokens[i].prefix[0] == rest.data[0]; i++) {
        const struct token *token = &tokens[i];
        size_t begin;
        size_t end;
        struct mf_view body;

        if (!mf_view_starts_with(rest, token->prefix)) {
            continue;
        }
        begin = at + strlen(token->prefix);
        end = run_end(text, begin, token->alphabet, JUDGED);
        body = mf_view_make(text.data + begin, end - begin);
        /* A prefix of letters alone begins many a word; an alphabet without marks says where the token ends. */
        if (body.size < token->least || mf_secret_is_placeholder(body) || mf_text_is_sequence(body) ||
            (token->random && token->alphabet != HEX && !mf_text_is_random(body)) ||
            (token->alphabet <= HEX && end < text.size && body.size < JUDGED &&
             mf_ascii_is_alphanumeric(text.data[end]))) {
            continue;
        }
        *ret_secret = (struct mf_secret){ token->kind, at, run_end(text, end, token->alphabet, SIZE_MAX) };
        return true;
    }
    return false;
}

/* --- JSON web tokens --------------------------------------------------------------------------------------------------- */

size_t mf_secret_decode(struct mf_view text, char *bytes, size_t room)
{
    size_t size = text.size < room / 3 * 4 ? text.size : room / 3 * 4;

    return mf_base64_decode(mf_view_make(text.data, size / 4 * 4), bytes, &size) ? size : 0;
}

/* `eyJ` is how every JSON object that begins with a name begins in Base64. */
static bool find_jwt_at(struct mf_view text, size_t at, struct mf_secret *ret_secret)
{
    enum { LEAST = 60, LONGEST_HEADER = 1024 };

    struct mf_view rest = mf_view_from(text, at);
    struct mf_view whole;
    struct mf_view header;
    struct mf_view payload;
    char bytes[LONGEST_HEADER];

    if (!mf_view_starts_with(rest, "eyJ")) {
        return false;
    }
    whole = mf_view_make(rest.data, run_end(rest, 0, DOTTED, SIZE_MAX));
    payload = whole;
    header = mf_view_cut(&payload, '.');
    if (whole.size < LEAST || payload.data == NULL || mf_view_find(payload, '.') == payload.size ||
        !mf_view_contains(mf_view_make(bytes, mf_secret_decode(header, bytes, sizeof bytes)), "\"alg\"")) {
        return false;
    }
    *ret_secret = (struct mf_secret){ "a JSON web token", at, at + whole.size };
    return true;
}

bool mf_secret_find_token(struct mf_view text, struct mf_secret *ret_secret)
{
    for (size_t at = 0; at < text.size; at++) {
        char before = at == 0 ? ' ' : text.data[at - 1];

        if (!mf_ascii_is_alphanumeric(before) &&
            (find_prefixed_at(text, at, ret_secret) ||
             (!is_of(before, DOTTED) && find_jwt_at(text, at, ret_secret)))) {
            return true;
        }
    }
    return false;
}

/* --- PEM --------------------------------------------------------------------------------------------------------------- */

/* True if a text, which may be long, has so much Base64 in its beginning that it can be the body of a key. */
static bool has_body(struct mf_view text)
{
    enum { LOOKED_AT = 400, LEAST = 16 };

    size_t run = 0;

    for (size_t i = 0; i < text.size && i < LOOKED_AT && run < LEAST; i++) {
        run = is_of(text.data[i], PATH) && text.data[i] != '-' ? run + 1 : 0;
    }
    return run >= LEAST;
}

/* A label ends at the next dashes, which are near. Base64 has none, so a key ends at dashes too, or with the text. */
static bool find_pem_at(struct mf_view text, size_t at, const char *begin, struct mf_secret *ret_secret)
{
    enum { LONGEST_LABEL = 64 };

    struct mf_view rest = mf_view_from(text, at);
    struct mf_view label;
    struct mf_view body;
    size_t end;

    if (!mf_view_starts_with(rest, begin)) {
        return false;
    }
    rest = mf_view_from(rest, strlen(begin));
    label = mf_view_make(rest.data, rest.size < LONGEST_LABEL ? rest.size : LONGEST_LABEL);
    label.size = mf_view_find(label, '-');
    if (!mf_view_contains(label, "PRIVATE KEY")) {
        return false;
    }
    body = mf_view_from(rest, label.size);
    while (body.size > 0 && body.data[0] == '-') {
        body = mf_view_make(body.data + 1, body.size - 1);
    }
    if (!has_body(body)) {
        return false;
    }
    end = (size_t)(body.data - text.data) + body.size;
    *ret_secret = (struct mf_secret){ "a private key", at, end };
    return true;
}

bool mf_secret_find_pem(struct mf_view text, struct mf_secret *ret_secret)
{
    for (size_t at = 0; at < text.size; at++) {
        if (text.data[at] == '-' && (at == 0 || text.data[at - 1] != '-') &&
            (find_pem_at(text, at, "-----BEGIN ", ret_secret) ||
             find_pem_at(text, at, "---- BEGIN ", ret_secret))) {
            return true;
        }
        if (text.data[at] == 'P' && mf_view_starts_with(mf_view_from(text, at), "PuTTY-User-Key-File-") &&
            has_body(mf_view_from(text, at + 20))) {
            *ret_secret = (struct mf_secret){ "a private key", at, text.size };
            return true;
        }
    }
    return false;
}
