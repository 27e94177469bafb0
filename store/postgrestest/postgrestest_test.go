package postgrestest_test

import (
	"context"
	"os"
	"testing"

	"github.com/jackc/pgx/v5"

	"amana/store/postgrestest"
)

func TestMain(m *testing.M) { os.Exit(postgrestest.Main(m)) }

func TestEachTestHasADatabaseOfItsOwn(t *testing.T) {
	ctx := t.Context()
	for range 2 {
		conn, err := pgx.Connect(ctx, postgrestest.URL(t))
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close(context.WithoutCancel(ctx))
		if _, err := conn.Exec(ctx, "create table own (a int)"); err != nil {
			t.Error("the second database is not empty:", err)
		}
	}
}

func TestServerListensOnItsSocketOnly(t *testing.T) {
	conn, err := pgx.Connect(t.Context(), postgrestest.URL(t))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.WithoutCancel(t.Context()))
	var addresses string
	if err := conn.QueryRow(t.Context(), "show listen_addresses").Scan(&addresses); err != nil {
		t.Fatal(err)
	}
	if addresses != "" && os.Getenv("AMANA_TEST_POSTGRES") == "" {
		t.Errorf("listens on %q", addresses)
	}
}
