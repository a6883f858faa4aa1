/* SPDX-License-Identifier: Apache-2.0 */
/* Secrets in texts: made here, in parts and at random, so that there is none in this file. */
#include "harness.h"

#include "value/random.h"
#include "value/secret.h"

#define DIGITS "0123456789"
#define LOWER  "abcdefghijklmnopqrstuvwxyz"
#define UPPER  "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

/* --- texts drawn at random, the same in every run ---------------------------------------------------------------------- */

static uint64_t state;

static unsigned draw(unsigned below)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (unsigned)((state >> 20) % below);
}

static void append_drawn(struct mf_buffer *buffer, const char *alphabet, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        mf_buffer_append_byte(buffer, alphabet[draw((unsigned)strlen(alphabet))]);
    }
}

static void setup(void)
{
    state = 88172645463325252;
}

/* --- what is found ----------------------------------------------------------------------------------------------------- */

static const struct {
    const char *before;
    const char *alphabet;
    size_t count;
    const char *kind;
} made[] = {
    { "AKIA", UPPER "234567", 16, "an AWS access key" },
    { "ASIA", UPPER "234567", 16, "an AWS access key" },
    { "AIza", LOWER UPPER DIGITS "-_", 35, "a Google API key" },
    { "ya29.", LOWER UPPER DIGITS "-_", 60, "a Google access token" },
    { "GOCSPX-", LOWER UPPER DIGITS "-_", 28, "a Google OAuth client secret" },
    { "ghp_", LOWER UPPER DIGITS, 36, "a GitHub token" },
    { "gho_", LOWER UPPER DIGITS, 36, "a GitHub token" },
    { "ghs_", LOWER UPPER DIGITS, 36, "a GitHub token" },
    { "ghu_", LOWER UPPER DIGITS, 36, "a GitHub token" },
    { "github_pat_", LOWER UPPER DIGITS, 82, "a GitHub token" },
    { "glpat-", LOWER UPPER DIGITS, 20, "a GitLab token" },
    { "glrt-", LOWER UPPER DIGITS, 20, "a GitLab token" },
    { "xoxb-", DIGITS, 24, "a Slack token" },
    { "xoxp-", DIGITS, 40, "a Slack token" },
    { "hooks.slack.com/services/T", UPPER DIGITS "/", 44, "a Slack webhook" },
    { "hf_", LOWER UPPER, 34, "a Hugging Face token" },
    { "sk-proj-", LOWER UPPER DIGITS "-_", 120, "an OpenAI key" },
    { "sk-", LOWER UPPER DIGITS, 48, "an API key such as OpenAI's" },
    { "sk-ant-api03-", LOWER UPPER DIGITS "-_", 93, "an Anthropic key" },
    { "gsk_", LOWER UPPER DIGITS, 52, "a Groq key" },
    { "nvapi-", LOWER UPPER DIGITS "-_", 64, "an NVIDIA key" },
    { "r8_", LOWER UPPER DIGITS, 37, "a Replicate token" },
    { "npm_", LOWER UPPER DIGITS, 36, "an npm token" },
    { "pypi-AgEIcHlwaS5vcmc", LOWER UPPER DIGITS "-_", 140, "a PyPI token" },
    { "dckr_pat_", LOWER UPPER DIGITS "-_", 27, "a Docker Hub token" },
    { "sk_live_", LOWER UPPER DIGITS, 24, "a Stripe key" },
    { "rk_live_", LOWER UPPER DIGITS, 24, "a Stripe key" },
    { "SG.", LOWER UPPER DIGITS "-_", 66, "a SendGrid key" },
    { "SK", DIGITS "abcdef", 32, "a Twilio API key" },
    { "hvs.", LOWER UPPER DIGITS, 90, "a Vault token" },
    { "dop_v1_", DIGITS "abcdef", 64, "a DigitalOcean token" },
    { "dapi", DIGITS "abcdef", 32, "a Databricks token" },
    { "glsa_", LOWER UPPER DIGITS "_", 41, "a Grafana token" },
    { "lin_api_", LOWER UPPER DIGITS, 40, "a Linear key" },
    { "PMAK-", DIGITS "abcdef-", 59, "a Postman API key" },
    { "shpat_", DIGITS "abcdef", 32, "a Shopify token" },
    { "AGE-SECRET-KEY-1", UPPER DIGITS, 58, "a private key of age" },
    { "pul-", DIGITS "abcdef", 40, "a Pulumi token" },
    { "tskey-auth-", LOWER UPPER DIGITS "-", 40, "a Tailscale key" },
    { "api.telegram.org/bot12345678:", LOWER UPPER DIGITS "-_", 35, "a Telegram bot token" },
    { "discord.com/api/webhooks/", LOWER UPPER DIGITS "-_/", 86, "a Discord webhook" },
    { "-----BEGIN RSA PRIVATE KEY-----\n", LOWER UPPER DIGITS "+/", 64, "a private key" },
    { "-----BEGIN OPENSSH PRIVATE KEY-----\n", LOWER UPPER DIGITS "+/", 64, "a private key" },
    { "-----BEGIN ENCRYPTED PRIVATE KEY-----\\n", LOWER UPPER DIGITS "+/", 64, "a private key" },
    { "-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n", LOWER UPPER DIGITS "+/", 64, "a private key" },
    { "---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\n", LOWER UPPER DIGITS "+/", 64, "a private key" },
    { "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nPrivate-Lines: 1\n", LOWER UPPER DIGITS "+/", 48,
      "a private key" },
    { "AccountName=x;AccountKey=", LOWER UPPER DIGITS "+/", 86, "a key or token" },
    { "https://x.blob.example/c/f?sv=2024-01-01&sp=r&sig=", LOWER UPPER DIGITS, 43, "a signed URL" },
    { "https://b.s3.example/k?X-Amz-Expires=60&X-Amz-Signature=", DIGITS "abcdef", 64, "a signed URL" },
    { "postgresql://app:", LOWER UPPER DIGITS, 12, "a password in a URL" },
};

/* What stands around each of them. */
static const struct {
    const char *before;
    const char *behind;
} around[] = {
    { "", "" }, { "x ", " y" }, { "\"", "\"" }, { "K=", "" }, { "('", "')" }, { "a\n", "\nb" },
};

START_TEST(kinds_are_told)
{
    size_t tried = 0;

    for (size_t i = 0; i < sizeof made / sizeof made[0]; i++) {
        for (size_t j = 0; j < sizeof around / sizeof around[0]; j++) {
            struct mf_buffer text = MF_BUFFER_EMPTY;
            struct mf_secret secret = { NULL, 0, 0 };

            mf_buffer_append_text(&text, around[j].before);
            mf_buffer_append_text(&text, made[i].before);
            append_drawn(&text, made[i].alphabet, made[i].count);
            if (strcmp(made[i].kind, "a password in a URL") == 0) {
                mf_buffer_append_text(&text, "@db.example:5432/app");
            }
            mf_buffer_append_text(&text, around[j].behind);
            ck_assert_msg(mf_secret_find(mf_buffer_view(&text), MF_SECRET_IN_ADDRESS, &secret), "%.*s",
                          (int)text.size, text.data);
            ck_assert_msg(strcmp(secret.kind, made[i].kind) == 0, "%.*s: %s, not %s", (int)text.size,
                          text.data, secret.kind, made[i].kind);
            ck_assert(secret.begin < secret.end && secret.end <= text.size);
            ck_assert_uint_ge(secret.begin, strlen(around[j].before));
            mf_buffer_release(&text);
            tried++;
        }
    }
    ck_assert_uint_eq(tried, 51 * 6);
}
END_TEST

/* One byte less, or a byte of another alphabet, and it is no token. */
START_TEST(what_is_too_short_is_none)
{
    for (size_t i = 0; i < sizeof made / sizeof made[0]; i++) {
        struct mf_buffer text = MF_BUFFER_EMPTY;
        struct mf_secret secret;

        mf_buffer_append_text(&text, made[i].before);
        append_drawn(&text, made[i].alphabet, made[i].count < 20 ? 8 : 10);
        mf_buffer_append_text(&text, " and so on");
        if (strcmp(made[i].kind, "a password in a URL") != 0 && strcmp(made[i].kind, "a key or token") != 0) {
            ck_assert_msg(!mf_secret_find(mf_buffer_view(&text), MF_SECRET_IN_ADDRESS, &secret), "%.*s: %s",
                          (int)text.size, text.data, secret.kind);
        }
        mf_buffer_release(&text);
    }
}
END_TEST

START_TEST(web_tokens_are_told)
{
    /* {"alg":"HS256","typ":"JWT"}, {"typ":"JWT","alg":"ES256","kid":"7"} and {"typ":"JWT","kid":"7777777777"} */
    static const char *const headers[] = { "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9",
                                           "eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiIsImtpZCI6IjcifQ",
                                           "eyJ0eXAiOiJKV1QiLCJraWQiOiI3Nzc3Nzc3Nzc3In0" };

    for (size_t i = 0; i < 3; i++) {
        struct mf_buffer text = MF_BUFFER_EMPTY;
        struct mf_secret secret = { NULL, 0, 0 };

        mf_buffer_append_text(&text, "https://host.example/cb#id=");
        mf_buffer_append_text(&text, headers[i]);
        mf_buffer_append_text(&text, ".eyJzdWIiOiIxIn0.");
        append_drawn(&text, LOWER UPPER DIGITS "-_", 43);
        ck_assert_int_eq(mf_secret_find(mf_buffer_view(&text), MF_SECRET_IN_ADDRESS, &secret), i < 2);
        ck_assert(i == 2 || strcmp(secret.kind, "a JSON web token") == 0);
        /* Without a signature it is none. */
        text.size -= 44;
        ck_assert(!mf_secret_find(mf_buffer_view(&text), MF_SECRET_IN_ADDRESS, &secret));
        mf_buffer_release(&text);
    }
}
END_TEST

START_TEST(keys_in_der_are_told)
{
    static const struct {
        const char *beginning;
        const char *kind; /* NULL: it is public */
    } rows[] = {
        { "MC4CAQAwBQYDK2VwBCIEI", "a private key" },            /* Ed25519, PKCS #8 */
        { "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC", "a private key" }, /* RSA, PKCS #8 */
        { "MIIEpAIBAAKCAQEA", "a private key" },                 /* RSA, PKCS #1 */
        { "MHcCAQEEI", "a private key" },                        /* an elliptic curve, SEC 1 */
        { "LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0tLS0tCk1J", "a private key" },
        { "LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0tLQpN", "a private key" },
        { "MCowBQYDK2VwAyEA", NULL },
        { "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A", NULL },
        { "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE", NULL },
        { "MIIDdzCCAl+gAwIBAgIE", NULL }, /* a certificate */
        { "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI", NULL },
        { "sha512-", NULL },
        { "h1:", NULL },
        { "SHA256:", NULL },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct mf_buffer text = MF_BUFFER_EMPTY;
        struct mf_secret secret = { NULL, 0, 0 };
        bool found;

        mf_buffer_append_text(&text, rows[i].beginning);
        append_drawn(&text, LOWER UPPER DIGITS, 100 - strlen(rows[i].beginning) % 4);
        found = mf_secret_find(mf_buffer_view(&text), MF_SECRET_IN_TEXT, &secret);
        ck_assert_msg(found == (rows[i].kind != NULL), "%.*s: %s", (int)text.size, text.data, secret.kind);
        ck_assert_msg(!found || strcmp(secret.kind, rows[i].kind) == 0, "%s", secret.kind);
        mf_buffer_release(&text);
    }
}
END_TEST

/* Of a thousand keys of each sort so many must be found by their looks alone. */
START_TEST(most_random_texts_are_told)
{
    static const struct {
        const char *alphabet;
        size_t size;
        int least;
    } rows[] = {
        { LOWER UPPER DIGITS, 20, 980 },
        { LOWER UPPER DIGITS, 24, 990 },
        { LOWER UPPER DIGITS, 32, 995 },
        { LOWER UPPER DIGITS, 64, 1000 },
        { LOWER UPPER DIGITS "+/", 32, 960 },
        { LOWER UPPER DIGITS "+/", 40, 970 },
        { LOWER UPPER DIGITS "-_", 43, 970 },
        { LOWER DIGITS, 25, 970 },
        { LOWER DIGITS, 32, 990 },
        { UPPER "234567", 32, 980 },
        { LOWER UPPER, 32, 920 },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int found = 0;

        for (int j = 0; j < 1000; j++) {
            struct mf_buffer text = MF_BUFFER_EMPTY;
            struct mf_secret secret;

            append_drawn(&text, rows[i].alphabet, rows[i].size);
            found += mf_secret_find(mf_buffer_view(&text), MF_SECRET_IN_TEXT, &secret);
            ck_assert(!mf_secret_find(mf_buffer_view(&text), MF_SECRET_IN_ADDRESS, &secret));
            mf_buffer_release(&text);
        }
        ck_assert_msg(found >= rows[i].least, "%s, %zu characters: %d of 1000", rows[i].alphabet,
                      rows[i].size, found);
    }
}
END_TEST

START_TEST(passwords_are_told_by_their_names)
{
    static const struct {
        const char *text;
        const char *secret;
    } rows[] = {
        { "password=hunter2", "hunter2" },
        { "PASSWORD = hunter2", "hunter2" },
        { "host=db user=app password='correct horse' dbname=x", "correct horse" },
        { "Server=db;Uid=app;Pwd=Sommer2024!;", "Sommer2024!" },
        { "--password hunter2 --user app", "hunter2" },
        { "--db-password=hunter", "hunter" },
        { "run --api-key 8f14e45fceea167a5a36dedd4bea2543", "8f14e45fceea167a5a36dedd4bea2543" },
        { "{\"user\": \"a\", \"dbPassword\": \"letmein\"}", "letmein" },
        { "{\\\"password\\\": \\\"letmein\\\"}", "letmein" },
        { "client_secret: abc123def456", "abc123def456" },
        { "API_KEY=8f14e45fceea167a5a36dedd4bea2543", "8f14e45fceea167a5a36dedd4bea2543" },
        { "curl -H 'Authorization: Bearer 8f14e45fceea167a'", "8f14e45fceea167a" },
        { "Authorization: Basic dXNlcjpodW50ZXIy", "dXNlcjpodW50ZXIy" },
        { "the bearer 8f14e45fceea167a5a36 works", "8f14e45fceea167a5a36" },
        { "https://host.example/?user=a&access_token=8f14e45fceea167a&x=1", "8f14e45fceea167a" },
        { "redis://:hunter2@cache.example:6379/0", "hunter2" },
        { "amqp://guest:guest@mq.example", "guest" },
        { "see https://user:p%40ss@host.example/x#y.", "p%40ss" },
        { "https://user:p@ss@host.example/", "p@ss" },
        { "PGPASSWORD=hunter2 psql", "hunter2" },
        { "set passphrase: 'open sesame'", "open sesame" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct mf_view text = mf_view_of(rows[i].text);
        struct mf_secret secret;

        ck_assert_msg(mf_secret_find(text, MF_SECRET_IN_ADDRESS, &secret), "%s", rows[i].text);
        ck_assert_msg(
            mf_view_is(mf_view_make(text.data + secret.begin, secret.end - secret.begin), rows[i].secret),
            "%s: %.*s", rows[i].text, (int)(secret.end - secret.begin), text.data + secret.begin);
    }
}
END_TEST

/* --- what is not ------------------------------------------------------------------------------------------------------- */

START_TEST(what_is_no_secret_is_left_alone)
{
    static const char *const texts[] = {
        "",
        "a",
        "The model says whether a transaction is fraud.",
        "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "ea9e45f71bd1e62aace1bcfad32d27a221146504",
        "9b2d7a52-7f4a-4f0a-9a1c-2f6f4d1b9a55",
        "sha512-v2kDEe57lecTulaDIuNTPy3Ry4gLGJ6Z1O3vE1krgXZNrsQ+LFTGHVxVjcXPs17LhbZVGedAJv8XZ1tvj5FvSg==",
        "h1:ZDRjVQ15GmhC3fiQ8ni8+OwkZQO4DARzQgrnXU1Liz8=",
        "pkg:golang/github.com/Microsoft/go-winio@v0.0.0-20210921155107-089bfa567519",
        "pkg:deb/debian/libstdc%2B%2B6@12.2.0-14%2Bdeb12u1?arch=amd64&distro=debian-12",
        "s3://models/fraud/4.2.0/model.onnx?versionId=3HL4kqtJlcpXrof3vjVBH40Nrjfkd",
        "https://drive.example/file/d/1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgvE2upms/view",
        "/nix/store/1rz4g4znpzjwh1xymhjpm42vipw92pr7-python3-3.11.9/bin/python",
        "./cache/1rz4g4znpzjwh1xymhjpm42vipw92pr7x",
        "vault://kv/assistant/vllm#api-key",
        "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf",
        "nvidia/cuda:12.4.1-cudnn-devel-ubuntu22.04",
        "NVIDIA-H100-80GB-HBM3",
        "meta-llama/Meta-Llama-3.1-405B-Instruct-FP8",
        "Qwen2VLForConditionalGeneration",
        "DeepSeekV3ForCausalLM",
        "KServeInferenceServiceV1Beta1Predictor",
        "isKnownToBeAPowerOfTwo",
        "torch-2.4.0+cu124-cp311-cp311-manylinux2014_x86_64.whl",
        "numpy-1.26.4-py311h64a7726_0.conda",
        "flash_fwd_hdim128_bf16_causal_sm90",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
        "0123456789012345678901234567890123456789",
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft",
        "repo:risk/fraud:ref:refs/heads/main",
        "app.kubernetes.io/managed-by=Helm,topology.kubernetes.io/zone=eu-west-1a",
        "password=${DB_PASSWORD}",
        "password=$DB_PASSWORD",
        "password=$(cat /run/secrets/db)",
        "password={{ .Values.password }}",
        "password=<password>",
        "password=********",
        "password=changeme",
        "password=",
        "password=\"\"",
        "password='' user=x",
        "PASSWORD=/run/secrets/db",
        "PASSWORD_FILE=hunter2",
        "password=vault:secret/db#password",
        "password=os.environ['DB_PASSWORD']",
        "password=get_password(user)",
        "self.password = self.config.password",
        "password: see the runbook",
        "The password: ask the team.",
        "with --password the service reads it from a file",
        "--password-stdin",
        "--password",
        "Enter password:",
        "--token <token>",
        "--max-tokens 4096 --pad-token <pad> --eos-token </s>",
        "pad_token=<|endoftext|> bos_token=<s> unk_token=[UNK]",
        "tokenizer=gpt2 token=EOS secret=regcred",
        "kind: Secret, secret: db-credentials-v2",
        "next_token=latency per_token=0.02s",
        "postgresql://app:${DB_PASSWORD}@db.example/app",
        "postgresql://user:password@db.example/app",
        "https://user@host.example/x",
        "https://host.example:8080/a@b",
        "ssh://git@git.example/x.git",
        "oci://registry.example:5000/team/model@sha256:0123",
        "AKIA"
        "IOSFODNN7EXAMPLE",
        "aws_secret_access_key=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "ghp_"
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "ghp_"
        "1234567890abcdefghijklmnopqrstuvwxyz",
        "sk-"
        "your-openai-api-key-goes-right-here-please",
        "risk-assessment-for-customers-of-the-bank-2024",
        "sk-learn-contrib-imbalanced-learn-extension-2024",
        "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----\n",
        "A file that begins with -----BEGIN PRIVATE KEY----- is a key.",
        "vllm:time_to_first_token_seconds",
        "token: 4096",
        "key=a1b2c3d4e5f6",
        "2026-01-31T09:30:00Z 550.54.14 [0.1, 0.25, 1.5]",
        "\xe6\xa8\xa1\xe5\x9e\x8b\xe7\x94\xa8\xe4\xba\x8e\xe9\xa3\x8e\xe9\x99\xa9\xe8\xaf\x84\xe4\xbc\xb0",
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk",
    };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct mf_secret secret;

        ck_assert_msg(!mf_secret_find(mf_view_of(texts[i]), MF_SECRET_IN_TEXT, &secret), "%s: %s, %.*s",
                      texts[i], secret.kind, (int)(secret.end - secret.begin), texts[i] + secret.begin);
    }
}
END_TEST

START_TEST(names_of_settings_count)
{
    static const struct {
        const char *name;
        const char *value;
        bool secret;
    } rows[] = {
        { "DB_PASSWORD", "hunter2", true },
        { "dbPassword", "hunter", true },
        { "--redis-password", "x1y", true },
        { "MINIO_SECRET_KEY", "minio123", true },
        { "WANDB_API_KEY", "8f14e45fceea167a5a36dedd4bea2543", true },
        { "apiKey", "8f14e45fceea167a", true },
        { "DB_PASSWORD", "", false },
        { "DB_PASSWORD", "${DB_PASSWORD}", false },
        { "DB_PASSWORD", "vault://kv/db", false },
        { "ALLOW_EMPTY_PASSWORD", "yes", false },
        { "PASSWORD_MIN_LENGTH", "12", false },
        { "DB_PASSWORD_FILE", "hunter2", false },
        { "IMAGE_PULL_SECRET", "regcred", false },
        { "TLS_SECRET", "fraud-tls-2024", false },
        { "EOS_TOKEN", "<|endoftext|>", false },
        { "MAX_TOKENS", "a1b2c3d4e5", false },
        { "MONKEY", "a1b2c3d4e5", false },
        { "COMPASS", "hunter2hunter2", false },
        { "OMP_NUM_THREADS", "8", false },
        { "PWD", "/srv/iris", false },
        { "", "hunter2", false },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct mf_secret secret;

        ck_assert_msg(mf_secret_find_in_setting(mf_view_of(rows[i].name), mf_view_of(rows[i].value),
                                                &secret) == rows[i].secret,
                      "%s=%s", rows[i].name, rows[i].value);
    }
}
END_TEST

START_TEST(a_secret_is_never_shown)
{
    static const struct {
        const char *text;
        struct mf_secret secret;
        const char *shown;
    } rows[] = {
        { "hunter2", { "", 0, 7 }, "h\xe2\x80\xa6" },
        { "abc", { "", 0, 3 }, "\xe2\x80\xa6" },
        { "x=0123456789012345678901234567890123456789", { "", 2, 42 }, "0123\xe2\x80\xa6" },
        { "\xc3\xa4"
          "bcdefghijklmnop",
          { "", 0, 17 },
          "\xe2\x80\xa6" },
        { "a\nbcdefghijklmnopqrstuvw", { "", 0, 24 }, "a\xe2\x80\xa6" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct mf_buffer shown = MF_BUFFER_EMPTY;

        mf_secret_append_masked(&shown, mf_view_of(rows[i].text), &rows[i].secret);
        assert_view_is(mf_buffer_view(&shown), rows[i].shown);
        mf_buffer_release(&shown);
    }
}
END_TEST

START_TEST(a_text_is_shown_without_its_secrets)
{
    static const struct {
        const char *text;
        const char *shown;
    } rows[] = {
        { "", "" },
        { "no secret here", "no secret here" },
        { "a password=hunter2 b", "a password=h\xe2\x80\xa6 b" },
        { "password=hunter2&passwd=secret99;x", "password=h\xe2\x80\xa6&passwd=s\xe2\x80\xa6;x" },
        { "https://a:hunter2@b.example/c", "https://a:h\xe2\x80\xa6@b.example/c" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct mf_buffer shown = MF_BUFFER_EMPTY;

        mf_secret_append_redacted(&shown, mf_view_of(rows[i].text));
        assert_view_is(mf_buffer_view(&shown), rows[i].shown);
        mf_buffer_release(&shown);
    }
}
END_TEST

/* Nothing that is repeated may make the search go over the same bytes again and again. These would take minutes if it did. */
START_TEST(hostile_texts_take_linear_time)
{
    static const char *const parts[] = {
        "password=", "eyJ",  "eyJ.", "sk-",  "a://",   "://a:", "-----BEGIN ",
        "xoxb-",     "@",    "= ",   "--a ", "token:", "\\\"",  "PuTTY-User-Key-File-",
        "MII",       "sig=", "?sig="
    };

    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        struct mf_buffer text = MF_BUFFER_EMPTY;
        struct mf_secret secret = { NULL, 0, 0 };

        while (text.size < 1 << 20) {
            mf_buffer_append_text(&text, parts[i]);
        }
        if (mf_secret_find(mf_buffer_view(&text), MF_SECRET_IN_TEXT, &secret)) {
            ck_assert(secret.kind != NULL && secret.begin < secret.end && secret.end <= text.size);
        }
        mf_buffer_release(&text);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("secret");
    TCase *tests = tcase_create("secret");

    tcase_add_checked_fixture(tests, setup, NULL);
    tcase_add_test(tests, kinds_are_told);
    tcase_add_test(tests, what_is_too_short_is_none);
    tcase_add_test(tests, web_tokens_are_told);
    tcase_add_test(tests, keys_in_der_are_told);
    tcase_add_test(tests, most_random_texts_are_told);
    tcase_add_test(tests, passwords_are_told_by_their_names);
    tcase_add_test(tests, what_is_no_secret_is_left_alone);
    tcase_add_test(tests, names_of_settings_count);
    tcase_add_test(tests, a_secret_is_never_shown);
    tcase_add_test(tests, a_text_is_shown_without_its_secrets);
    tcase_add_test(tests, hostile_texts_take_linear_time);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
